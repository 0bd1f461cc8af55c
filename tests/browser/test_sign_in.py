"""Signing in and out with a real browser, and what the browser remembers afterwards."""

from playwright.sync_api import expect


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
