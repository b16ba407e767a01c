using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Freehold.Benchmarks.Gateway;
using Freehold.Wire;

namespace Freehold.Benchmarks.Flywheel;

/// <summary>The silo as people run it, before the teacher, with a tenant whose policy gives one workload a student.</summary>
internal sealed class FlywheelHouse : IAsyncDisposable
{
    public const decimal PromptUsdPerMillion = 2.5m, CompletionUsdPerMillion = 10m;

    private const string Tenant = "benchmark", Workload = "intents";

    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("freehold-flywheel-");
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromMinutes(2) };
    private readonly string _adminKey = $"benchmark-{Guid.NewGuid():N}";
    private readonly ChildProcess _process;
    private string _key = "";

    public FlywheelHouse(Uri teacher)
    {
        const string price = $"--Freehold:Providers:teacher:Models:{TeacherUpstream.Model}:";
        _process = ChildProcess.Start(
            "Freehold.Silo",
            [
                "--data", _data.FullName, "--urls", "http://127.0.0.1:0", "--provider", $"teacher={teacher}",
                string.Create(CultureInfo.InvariantCulture, $"{price}PromptUsdPerMillion={PromptUsdPerMillion}"),
                string.Create(CultureInfo.InvariantCulture, $"{price}CompletionUsdPerMillion={CompletionUsdPerMillion}"),
            ],
            [("FREEHOLD_ADMIN_KEY", _adminKey)]);
    }

    /// <summary>Waits until it listens; makes the tenant, its key and its policy.</summary>
    public async Task ReadyAsync(IntentSet set, int minExamples, CancellationToken cancellationToken)
    {
        _http.BaseAddress = await _process.ReadUrlAsync(cancellationToken);
        await AdminAsync(HttpMethod.Post, "admin/tenants", JsonContent.Create(new { tenant = Tenant }), cancellationToken);
        var key = await AdminAsync(
            HttpMethod.Post, $"admin/tenants/{Tenant}/keys", JsonContent.Create(new { name = "traffic" }), cancellationToken);
        _key = key.GetProperty("secret").GetString()!;
        var policy = new StringContent(FlywheelPolicy.For(Workload, set, minExamples), Encoding.UTF8, "application/yaml");
        await AdminAsync(HttpMethod.Put, $"admin/tenants/{Tenant}/policy", policy, cancellationToken);
    }

    /// <summary>How the workload stands on its way to a student.</summary>
    public Task<JsonElement> StatusAsync(CancellationToken cancellationToken) =>
        AdminAsync(HttpMethod.Get, $"admin/tenants/{Tenant}/workloads/{Workload}/distillation", null, cancellationToken);

    /// <summary>A report that the status names.</summary>
    public async Task<string> ReportAsync(string digest, CancellationToken cancellationToken)
    {
        var path = $"admin/tenants/{Tenant}/workloads/{Workload}/distillation/reports/{digest}";
        return (await AdminAsync(HttpMethod.Get, path, null, cancellationToken)).GetProperty("text").GetString()!;
    }

    /// <summary>Takes the promoted student back.</summary>
    public async Task RollBackAsync(CancellationToken cancellationToken)
    {
        var version = (await StatusAsync(cancellationToken)).GetProperty("current").GetProperty("version").GetString()!;
        var path = $"admin/tenants/{Tenant}/workloads/{Workload}/distillation/rollback";
        await AdminAsync(HttpMethod.Post, path, JsonContent.Create(new { version }), cancellationToken);
    }

    /// <summary>The bytes of an artifact, from the data folder.</summary>
    public byte[] Artifact(string digest) => File.ReadAllBytes(Path.Combine(_data.FullName, "artifacts", digest[..2], digest));

    /// <summary>Asks the way an application does.</summary>
    public async Task<LiveAnswer> AskAsync(string text, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "v1/chat/completions")
        {
            Content = JsonContent.Create(new { model = "auto", messages = new[] { new { role = "user", content = text } } }),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _key);
        request.Headers.Add(FreeholdHeaders.Workload, Workload);
        using var response = await _http.SendAsync(request, cancellationToken);
        var body = await ReadAsync(response, request, cancellationToken);
        var answer = body.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString()!;
        var model = Header(response, FreeholdHeaders.Model);
        var cost = decimal.TryParse(Header(response, FreeholdHeaders.CostUsd), CultureInfo.InvariantCulture, out var usd) ? usd : 0;
        return new LiveAnswer(answer, !model.StartsWith("teacher/", StringComparison.Ordinal), cost);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _process.DisposeAsync();
        _data.Delete(recursive: true);
    }

    private static string Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? values.First() : "";

    private async Task<JsonElement> AdminAsync(HttpMethod method, string path, HttpContent? content, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _adminKey);
        using var response = await _http.SendAsync(request, cancellationToken);
        return await ReadAsync(response, request, cancellationToken);
    }

    private static async Task<JsonElement> ReadAsync(
        HttpResponseMessage response, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = await response.Content.ReadAsStringAsync(cancellationToken);
        return response.IsSuccessStatusCode
            ? JsonSerializer.Deserialize<JsonElement>(body)
            : throw new InvalidOperationException($"{request.Method} {request.RequestUri}: {(int)response.StatusCode} {body}");
    }
}

/// <summary>What came back for one request.</summary>
/// <param name="Text">The answer.</param>
/// <param name="IsLocal">Not the teacher gave it.</param>
/// <param name="CostUsd">What it cost.</param>
internal sealed record LiveAnswer(string Text, bool IsLocal, decimal CostUsd);
