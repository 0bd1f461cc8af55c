"""Signing in and out with a real browser, and what the browser remembers afterwards."""

import pyotp
from playwright.sync_api import expect

from tests.cast import PASSWORD, email_of


def test_the_sign_in_page_is_accessible_with_and_without_its_errors(browser_page, axe):
    browser_page.goto("/sign-in")
    axe(browser_page)

    browser_page.get_by_role("button", name="Sign in").click()

    expect(browser_page.get_by_role("alert").or_(browser_page.locator(".error-summary")).first).to_be_visible()
    axe(browser_page)


def test_a_member_of_staff_signs_in_and_out_and_back_shows_nothing(browser_page, sign_in):
    sign_in(browser_page, "pastoral_lead")
    expect(browser_page.get_by_role("heading", level=1)).to_be_visible()
    said = browser_page.get_by_role("heading", level=1).inner_text()

    browser_page.locator("details.me summary").click()
    browser_page.get_by_role("button", name="Sign out").click()
    browser_page.wait_for_url("**/sign-in")
    browser_page.go_back(wait_until="commit")

    expect(browser_page.get_by_role("heading", level=1)).not_to_have_text(said)
    expect(browser_page.get_by_role("button", name="Sign in")).to_be_visible()


def test_choosing_a_password_with_a_code_is_accessible_with_and_without_its_errors(browser_page, axe):
    browser_page.goto("/sign-in")
    browser_page.get_by_role("link", name="Choose a password with a code").click()
    axe(browser_page)

    browser_page.get_by_role("button", name="Set the password").click()

    expect(browser_page.locator(".error-summary")).to_be_visible()
    axe(browser_page)


def test_a_second_factor_is_set_up_from_its_picture_and_asked_for_at_the_next_sign_in(browser_page, sign_in, axe):
    sign_in(browser_page, "facilitator")
    browser_page.goto("/me/second-factor")
    axe(browser_page)
    key = browser_page.locator("figcaption code").inner_text().replace(" ", "")
    browser_page.get_by_label("The six digits that your app shows now").fill(pyotp.TOTP(key).now())
    browser_page.get_by_role("button", name="Turn it on").click()
    expect(browser_page.get_by_role("heading", level=1)).to_have_text("Your recovery codes")
    axe(browser_page)
    recovery = browser_page.locator(".codes code").first.inner_text()
    browser_page.goto("/me/second-factor")
    axe(browser_page)

    browser_page.context.clear_cookies()
    browser_page.goto("/sign-in")
    browser_page.get_by_label("E-mail address").fill(email_of("facilitator"))
    browser_page.get_by_label("Password").fill(PASSWORD)
    browser_page.get_by_role("button", name="Sign in").click()
    browser_page.wait_for_url("**/sign-in/code")
    axe(browser_page)
    browser_page.get_by_label("Code").fill(recovery)
    browser_page.get_by_role("button", name="Sign in").click()

    browser_page.wait_for_url(lambda url: "/sign-in" not in url)
    expect(browser_page.get_by_text("9 are left")).to_be_visible()
