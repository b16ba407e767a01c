using System.Net.Http.Headers;
using Freehold.Console.Tests.Support;

namespace Freehold.Console.Tests;

public sealed class DashboardTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_tenants_key_shows_its_own_requests_and_figures_and_no_choice_of_tenants()
    {
        var html = await PageAsync(Houses.Two(), "acme/k1");

        string[] texts =
        [
            "chatcmpl-acme-1", "chatcmpl-acme-2", "stories", "openai", "9f86d081884c<", "2,048", "region:eu",
            "$0.000042", "17, 29", "1,234", "-0.42", "completed 200",
        ];
        foreach (var shown in texts)
            Assert.Contains(shown, html, StringComparison.Ordinal);
        Assert.DoesNotContain("beta", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<select", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tenants_key_cannot_look_at_another_tenant()
    {
        var html = await PageAsync(Houses.Two(), "acme/k1", "/?tenant=beta");

        Assert.Contains("chatcmpl-acme-1", html, StringComparison.Ordinal);
        Assert.DoesNotContain("beta", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_admins_key_can_look_at_any_tenant_that_exists()
    {
        var beta = await PageAsync(Houses.Two(), "default/admin", "/?tenant=beta");
        var unknown = await PageAsync(Houses.Two(), "default/admin", "/?tenant=nobody");

        Assert.Contains("chatcmpl-beta-3", beta, StringComparison.Ordinal);
        Assert.DoesNotContain("chatcmpl-acme", beta, StringComparison.Ordinal);
        Assert.Contains("No request yet.", unknown, StringComparison.Ordinal);
        Assert.DoesNotContain("nobody", unknown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_an_admin_is_told_why_a_model_is_not_there()
    {
        const string reason = "/models/broken.gguf is cut off";

        Assert.Contains(reason, await PageAsync(Houses.Two(), "default/admin"), StringComparison.Ordinal);
        Assert.DoesNotContain(reason, await PageAsync(Houses.Two(), "acme/k1"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Text_of_clients_and_models_is_shown_as_text()
    {
        const string script = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>";
        var grains = Houses.Two();
        var hostile = Sample.Outcome("acme", 9, script);
        grains.Outcomes["acme"] =
        [
            hostile with
            {
                Outcome = hostile.Outcome with
                {
                    Model = script,
                    RequestedModel = script,
                    Workload = script,
                    Error = script,
                    ModelDigest = script,
                },
                Feedback = [new() { Id = "f", OutcomeId = "o", KeyId = "k", At = hostile.Outcome.At, Label = script, Comment = script }],
            },
        ];
        grains.Catalog.Add(Sample.Model(script) with { Digest = script, Zone = script });

        var html = await PageAsync(grains, "acme/k1");

        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<img", html, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("&lt;script&gt;alert(1)", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task At_most_the_last_50_requests_are_shown()
    {
        var grains = Houses.Two();
        grains.Outcomes["acme"] = [.. Enumerable.Range(1, 60).Select(sequence => Sample.Outcome("acme", sequence))];

        var html = await PageAsync(grains, "acme/k1");

        Assert.Equal(50, html.Split("<summary>").Length - 1);
        Assert.Contains("<code>chatcmpl-acme-60</code>", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<code>chatcmpl-acme-10</code>", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_brings_no_script_is_not_kept_and_forbids_what_it_does_not_need()
    {
        await using var host = await ConsoleHost.StartAsync(Houses.Two());
        using var browser = host.Browser();

        var page = await browser.GetAsync("/", Token);
        var style = await browser.GetAsync("/console.css", Token);

        Assert.DoesNotContain("<script", await page.Content.ReadAsStringAsync(Token), StringComparison.OrdinalIgnoreCase);
        Assert.True(page.Headers.CacheControl!.NoStore);
        Assert.Contains("default-src 'none'", page.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Equal("text/css", style.Content.Headers.ContentType!.MediaType);
        Assert.NotNull(style.Headers.ETag);
    }

    private static async Task<string> PageAsync(FakeGrains grains, string key, string path = "/")
    {
        await using var host = await ConsoleHost.StartAsync(grains);
        using var browser = host.Browser();
        browser.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return await browser.GetStringAsync(path, Token);
    }
}
