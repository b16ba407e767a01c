using System.Net.Http.Headers;
using System.Net.Http.Json;
using Freehold.Hosting;
using Freehold.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Freehold.Console.Tests;

/// <summary>The console in a whole silo.</summary>
public sealed class HouseTests
{
    private const string AdminKey = "fh-tests-admin-key";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_session_outlives_the_silo_and_shows_what_became_of_a_request()
    {
        using var folder = new TempFolder();
        using var form = new FormUrlEncodedContent([new("key", AdminKey)]);
        string cookie;
        await using (var first = await StartAsync(folder.FullPath))
        {
            using var browser = BrowserOf(first);
            await RefusedRequestAsync(browser);
            var signedIn = await browser.PostAsync("/signin", form, Token);
            cookie = signedIn.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
            await first.StopAsync(Token);
        }

        await using var second = await StartAsync(folder.FullPath);
        using var returning = BrowserOf(second);
        returning.DefaultRequestHeaders.Add("Cookie", cookie);
        var html = await returning.GetStringAsync("/", Token);

        Assert.Contains("Sign out", html, StringComparison.Ordinal);
        Assert.Contains("nosuchmodel", html, StringComparison.Ordinal);
    }

    /// <summary>The silo has no model; the refusal of a request is an outcome like any other.</summary>
    private static async Task RefusedRequestAsync(HttpClient browser)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", AdminKey);
        request.Content = JsonContent.Create(new { model = "nosuchmodel", messages = new[] { new { role = "user", content = "hi" } } });
        using var response = await browser.SendAsync(request, Token);
        Assert.False(response.IsSuccessStatusCode);
    }

    private static async Task<WebApplication> StartAsync(string dataFolder)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Freehold:DataFolder"] = dataFolder,
            ["FREEHOLD_ADMIN_KEY"] = AdminKey,
        });
        var silo = builder.AddFreehold().Build();
        silo.MapFreehold();
        await silo.StartAsync(Token);
        return silo;
    }

    private static HttpClient BrowserOf(WebApplication silo) =>
        new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = new Uri(silo.Urls.Single()) };
}
