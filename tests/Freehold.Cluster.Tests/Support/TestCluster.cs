using System.Text;
using Freehold.MockUpstream;
using Freehold.Testing;
using Freehold.Testing.Postgres;

namespace Freehold.Cluster.Tests.Support;

/// <summary>A PostgreSQL of its own, an upstream, three silos that do everything, and a gateway that is a process of its own.</summary>
internal sealed class TestCluster : IAsyncDisposable
{
    public const int Silos = 3;

    /// <summary>So long the upstream thinks, so that at any moment some requests are in flight.</summary>
    private static readonly TimeSpan UpstreamLatency = TimeSpan.FromMilliseconds(100);

    private readonly TempFolder _folder = new();
    private readonly Node?[] _silos = new Node?[Silos];
    private readonly MockUpstreamServer _upstream;
    private Node? _gateway;

    private TestCluster(MockUpstreamServer upstream)
    {
        _upstream = upstream;
        TinyLlama.WriteGguf(_folder["tiny.gguf"], seed: 1, new TinyLlamaShape());
    }

    public PostgresServer Postgres { get; } = PostgresServer.Create();

    public string ConnectionString { get; private set; } = "";

    /// <summary>Every process that takes requests now: silos that live, and the separate gateway.</summary>
    public IReadOnlyList<Uri> Urls
    {
        get
        {
            lock (_silos) return [.. _silos.Append(_gateway).Where(node => node is not null).Select(node => node!.Url)];
        }
    }

    public static async Task<TestCluster> StartAsync(CancellationToken cancellationToken)
    {
        var upstream = await MockUpstreamServer.StartAsync(
            new MockUpstreamOptions
            {
                MaxRecordedRequests = 0,
                Script = _ => new MockFault.Stall(Task.Delay(UpstreamLatency, TimeProvider.System, CancellationToken.None)),
            },
            cancellationToken);
        var cluster = new TestCluster(upstream);
        try
        {
            cluster.ConnectionString = cluster.Postgres.CreateDatabase();
            await Task.WhenAll(Enumerable.Range(0, Silos).Select(silo => cluster.StartSiloAsync(silo, cancellationToken)));
            cluster._gateway = await Node.StartAsync(cluster.ConnectionString, "edge", cancellationToken, "--roles", "gateway");
            await cluster.SetPolicyAsync(cancellationToken);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    public async Task StartSiloAsync(int silo, CancellationToken cancellationToken)
    {
        var node = await Node.StartAsync(
            ConnectionString, $"silo-{silo}", cancellationToken,
            "--model", $"tiny={_folder["tiny.gguf"]}",
            "--provider", $"mock={_upstream.BaseUrl}",
            "--Freehold:Providers:mock:Price:PromptUsdPerMillion=2", "--Freehold:Providers:mock:Price:CompletionUsdPerMillion=8");
        lock (_silos)
        {
            _silos[silo] = node;
        }
    }

    /// <summary>SIGKILL.</summary>
    public void KillSilo(int silo)
    {
        Node node;
        lock (_silos)
        {
            node = _silos[silo]!;
            _silos[silo] = null;
        }

        node.Kill();
        node.Dispose();
    }

    /// <summary>What every living process printed, for a test that fails.</summary>
    public string Outputs()
    {
        lock (_silos) return string.Join("\n\n", _silos.Append(_gateway).Select(node => node is null ? "(dead)" : Tail(node.Output)));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _silos.Append(_gateway))
        {
            node?.Dispose();
        }

        await _upstream.DisposeAsync();
        Postgres.Dispose();
        _folder.Dispose();
    }

    // Five processes, a database and what else the machine does share its processors: a text must not become 'could not be analysed' by that.
    private async Task SetPolicyAsync(CancellationToken cancellationToken)
    {
        using var http = Node.NewClient(Urls[0]);
        using var policy = new StringContent("labels: {time_limit_ms: 10000}", Encoding.UTF8, "application/yaml");
        using var answer = await http.PutAsync(new Uri("admin/tenants/default/policy", UriKind.Relative), policy, cancellationToken);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(cancellationToken));
    }

    private static string Tail(string output) => output.Length <= 4_000 ? output : output[^4_000..];
}
