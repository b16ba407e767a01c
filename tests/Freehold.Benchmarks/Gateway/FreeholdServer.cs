using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Freehold.Benchmarks.Gateway;

/// <summary>The silo as people run it, on a fresh data folder, with a tenant and a key for the load.</summary>
internal sealed class FreeholdServer : IAsyncDisposable
{
    private const string Tenant = "benchmark";
    private const int PageSize = 1_000;

    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("freehold-benchmark-");
    private readonly HttpClient _http = new();
    private readonly string _adminKey;
    private readonly string _name;
    private readonly ChildProcess _process;

    /// <summary>Starts it before an upstream, with nothing switched off.</summary>
    public FreeholdServer(Uri upstream)
    {
        (_name, _adminKey) = ("freehold", $"benchmark-{Guid.NewGuid():N}");
        _process = ChildProcess.Start(
            "Freehold.Silo",
            ["--data", _data.FullName, "--urls", "http://127.0.0.1:0", "--provider", $"mock={upstream}"],
            [("FREEHOLD_ADMIN_KEY", _adminKey)]);
    }

    /// <summary>Starts one of some runtime before an upstream; several of one cluster share the admin key.</summary>
    /// <exception cref="FileNotFoundException">That runtime's build is missing.</exception>
    public FreeholdServer(string name, string runtime, Uri upstream, string adminKey, IEnumerable<string> arguments)
    {
        (_name, _adminKey) = (name, adminKey);
        string[] all = ["--data", _data.FullName, "--urls", "http://127.0.0.1:0", "--provider", $"mock={upstream}", .. arguments];
        _process = ChildProcess.StartOf(runtime, "Freehold.Silo", all, [("FREEHOLD_ADMIN_KEY", _adminKey)])
            ?? throw new FileNotFoundException(
                $"The silo of the {runtime} build is missing: ActorRuntime={runtime} dotnet build -c Release silos/Freehold.Silo");
    }

    /// <summary>Waits until it listens, and makes the tenant and the key.</summary>
    public async Task<LoadTarget> ReadyAsync(CancellationToken cancellationToken)
    {
        var url = await _process.ReadUrlAsync(cancellationToken);
        _http.BaseAddress = url;
        await AdminPostAsync("admin/tenants", new { tenant = Tenant }, cancellationToken);
        var key = await AdminPostAsync($"admin/tenants/{Tenant}/keys", new { name = "load" }, cancellationToken);
        return new LoadTarget(_name, url, key.GetProperty("secret").GetString(), _process);
    }

    /// <summary>How many finished answers the log holds, read through the API page by page; each has an id of its own.</summary>
    public async Task<long> CountOutcomesAsync(LoadTarget target, CancellationToken cancellationToken)
    {
        var ids = new HashSet<string>();
        long after = 0;
        while (true)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"v1/outcomes?after={after}&limit={PageSize}");
            using var page = JsonDocument.Parse(await SendAsync(request, target.Key!, cancellationToken));
            var outcomes = page.RootElement.GetProperty("data").EnumerateArray().ToArray();
            foreach (var outcome in outcomes.Where(outcome => outcome.GetProperty("http_status").GetInt32() == 200))
            {
                ids.Add(outcome.GetProperty("id").GetString()!);
            }

            if (outcomes.Length < PageSize)
            {
                return ids.Count;
            }

            after = outcomes[^1].GetProperty("sequence").GetInt64();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _process.DisposeAsync();
        _data.Delete(recursive: true);
    }

    private async Task<JsonElement> AdminPostAsync(string path, object body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        return JsonSerializer.Deserialize<JsonElement>(await SendAsync(request, _adminKey, cancellationToken));
    }

    private async Task<byte[]> SendAsync(HttpRequestMessage request, string key, CancellationToken cancellationToken)
    {
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        using var response = await _http.SendAsync(request, cancellationToken);
        var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        return response.IsSuccessStatusCode
            ? body
            : throw new InvalidOperationException($"{request.Method} {request.RequestUri}: {System.Text.Encoding.UTF8.GetString(body)}");
    }
}
