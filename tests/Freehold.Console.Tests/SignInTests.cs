using System.Net;
using Freehold.Console.Tests.Support;

namespace Freehold.Console.Tests;

public sealed class SignInTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_a_key_the_page_is_a_sign_in_form_and_shows_nobodys_data()
    {
        await using var host = await ConsoleHost.StartAsync(Houses.Two());
        using var browser = host.Browser();

        var page = await browser.GetAsync("/?tenant=acme", Token);
        var html = await page.Content.ReadAsStringAsync(Token);

        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Contains("action=\"/signin\"", html, StringComparison.Ordinal);
        string[] secrets = ["acme", "stories", "openai", "chatcmpl"];
        foreach (var secret in secrets) Assert.DoesNotContain(secret, html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_starts_a_session_in_a_cookie_that_scripts_and_other_sites_cannot_use()
    {
        await using var host = await ConsoleHost.StartAsync(Houses.Two());
        using var browser = host.Browser();

        var signedIn = await SignInAsync(browser, "acme/k1");

        Assert.Equal((HttpStatusCode.SeeOther, "/"), (signedIn.StatusCode, signedIn.Headers.Location!.OriginalString));
        var cookie = signedIn.Headers.GetValues("Set-Cookie").Single();
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("acme", cookie, StringComparison.Ordinal);
        Assert.Contains("chatcmpl-acme-2", await browser.GetStringAsync("/", Token), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("acme/none", HttpStatusCode.Unauthorized)]
    [InlineData(" ", HttpStatusCode.BadRequest)]
    public async Task A_wrong_or_empty_key_starts_no_session_and_says_so(string key, HttpStatusCode expected)
    {
        await using var host = await ConsoleHost.StartAsync(Houses.Two());
        using var browser = host.Browser();

        var refused = await SignInAsync(browser, key);

        Assert.Equal(expected, refused.StatusCode);
        Assert.False(refused.Headers.Contains("Set-Cookie"));
        Assert.Contains("role=\"alert\"", await refused.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Signing_out_ends_the_session()
    {
        await using var host = await ConsoleHost.StartAsync(Houses.Two());
        using var browser = host.Browser();
        await SignInAsync(browser, "acme/k1");

        await browser.PostAsync("/signout", null, Token);

        Assert.DoesNotContain("chatcmpl", await browser.GetStringAsync("/", Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Revoking_a_key_ends_its_sessions()
    {
        await using var host = await ConsoleHost.StartAsync(Houses.Two());
        using var browser = host.Browser();
        await SignInAsync(browser, "acme/k1");

        host.Grains.Keys["acme"][0] = host.Grains.Keys["acme"][0] with { RevokedAt = DateTimeOffset.UnixEpoch };

        Assert.DoesNotContain("chatcmpl", await browser.GetStringAsync("/", Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cookie_made_by_somebody_else_is_no_session()
    {
        await using var host = await ConsoleHost.StartAsync(Houses.Two());
        using var browser = host.Browser();
        browser.DefaultRequestHeaders.Add("Cookie", "freehold-console=tenant=acme&key=k1");

        Assert.DoesNotContain("chatcmpl", await browser.GetStringAsync("/", Token), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Origin", "https://evil.example")]
    [InlineData("Origin", "null")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    public async Task A_form_of_another_site_is_refused(string header, string value)
    {
        await using var host = await ConsoleHost.StartAsync(Houses.Two());
        using var browser = host.Browser();
        browser.DefaultRequestHeaders.Add(header, value);

        var refused = await SignInAsync(browser, "acme/k1");

        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.False(refused.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task Our_own_form_is_accepted_with_the_origin_that_browsers_send()
    {
        await using var host = await ConsoleHost.StartAsync(Houses.Two());
        using var browser = host.Browser();
        browser.DefaultRequestHeaders.Add("Origin", host.Url.GetLeftPart(UriPartial.Authority));
        browser.DefaultRequestHeaders.Add("Sec-Fetch-Site", "same-origin");

        Assert.Equal(HttpStatusCode.SeeOther, (await SignInAsync(browser, "acme/k1")).StatusCode);
    }

    [Fact]
    public async Task A_form_larger_than_any_key_is_refused()
    {
        await using var host = await ConsoleHost.StartAsync(Houses.Two());
        using var browser = host.Browser();

        var refused = await SignInAsync(browser, new string('x', 10_000));

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, refused.StatusCode);
    }

    [Theory]
    [InlineData("Bearer acme/k1", HttpStatusCode.OK)]
    [InlineData("bearer acme/k1", HttpStatusCode.OK)]
    [InlineData("Bearer acme/none", HttpStatusCode.Unauthorized)]
    [InlineData("Bearer", HttpStatusCode.Unauthorized)]
    [InlineData("Basic acme/k1", HttpStatusCode.Unauthorized)]
    public async Task A_program_shows_its_key_as_a_bearer(string authorization, HttpStatusCode expected)
    {
        await using var host = await ConsoleHost.StartAsync(Houses.Two());
        using var browser = host.Browser();
        browser.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", authorization);

        var page = await browser.GetAsync("/", Token);

        Assert.Equal(expected, page.StatusCode);
        var html = await page.Content.ReadAsStringAsync(Token);
        Assert.Equal(expected == HttpStatusCode.OK, html.Contains("chatcmpl", StringComparison.Ordinal));
    }

    private static async Task<HttpResponseMessage> SignInAsync(HttpClient browser, string key)
    {
        using var form = new FormUrlEncodedContent([new("key", key)]);
        return await browser.PostAsync("/signin", form, Token);
    }
}
