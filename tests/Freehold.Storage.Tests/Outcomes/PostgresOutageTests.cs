using Freehold.Contracts.Outcomes;
using Freehold.Storage.Outcomes;
using Freehold.Storage.Outcomes.Postgres;
using Freehold.Storage.Tests.Postgres;
using Freehold.Testing.Postgres;

namespace Freehold.Storage.Tests.Outcomes;

/// <summary>A server of its own that is stopped and killed under load.</summary>
public sealed class PostgresOutageTests : IDisposable
{
    private const int Callers = 8;

    private static readonly OutcomeLogId Acme = Events.LogOf("acme");

    private readonly PostgresServer _server;

    public PostgresOutageTests()
    {
        PostgresTest.SkipWithoutServer();
        _server = PostgresServer.Create();
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _server.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Appends_and_reads_outlast_a_restart_of_the_server_and_nothing_acknowledged_is_lost(bool killed)
    {
        using var store = new PostgresOutcomeStore(connectionString: _server.CreateDatabase());
        var load = new Load(store.Log);
        await load.Reached(100);

        if (killed)
            _server.Kill();
        else
            _server.Stop();
        _server.Start();
        await load.Reached(load.Count + 200);

        var acknowledged = await load.EndAsync();
        var logged = await ReadAllAsync(store.Log);
        Assert.Equal(Enumerable.Range(1, logged.Count).Select(i => (long)i), logged.Select(e => e.Sequence));
        Assert.Equal(logged.Count, logged.Select(e => e.Outcome!.Id).Distinct().Count());
        Assert.Equal(acknowledged.OrderBy(a => a.Sequence), logged.Select(e => (e.Outcome!.Id, e.Sequence)));
    }

    [Fact]
    public async Task Connections_that_are_cut_cost_no_append()
    {
        using var store = new PostgresOutcomeStore(connectionString: _server.CreateDatabase());
        using var admin = Storage.Postgres.PostgresDatabase.Open(_server.ConnectionString("postgres"));
        var load = new Load(store.Log);
        for (var cut = 0; cut < 5; cut++)
        {
            await load.Reached(load.Count + 40);
            admin.Run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname LIKE 'test%'");
        }

        var acknowledged = await load.EndAsync();
        Assert.Equal(acknowledged.Count, (await ReadAllAsync(store.Log)).Count);
    }

    [Fact]
    public async Task A_server_that_stays_away_fails_calls_with_what_to_do_and_the_log_works_again_once_it_is_back()
    {
        using var store = new PostgresOutcomeStore(new PostgresOutcomeLogOptions { RetryForMs = 0 }, _server.CreateDatabase());
        await store.Log.AppendAsync(Acme, Events.Outcome("r1"), Stop);
        _server.Stop();

        var append = await Assert.ThrowsAsync<OutcomeLogException>(async () => await store.Log.AppendAsync(Acme, Events.Outcome("r2"), Stop));
        var read = await Assert.ThrowsAsync<OutcomeLogException>(async () => await store.Log.ReadAsync(Acme, 0, 1, Stop));
        foreach (var message in (string[])[append.Message, read.Message])
        {
            Assert.Contains($"on 127.0.0.1:{_server.Port}", message, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', message);
            Assert.DoesNotContain(_server.Password, message, StringComparison.Ordinal);
        }

        _server.Start();
        Assert.Equal(new AppendResult(2, WasThere: false), await store.Log.AppendAsync(Acme, Events.Outcome("r2"), Stop));
    }

    [Fact]
    public async Task Closing_while_the_server_is_away_gives_up_what_waits()
    {
        var store = new PostgresOutcomeStore(new PostgresOutcomeLogOptions { RetryForMs = 0, MaxGroup = 2 }, _server.CreateDatabase());
        _server.Stop();
        var appends = Enumerable.Range(0, 20).Select(i => store.Log.AppendAsync(Acme, Events.Outcome($"r{i}"), Stop).AsTask()).ToArray();

        store.Dispose();

        Assert.All(appends, append => Assert.IsType<OutcomeLogException>(append.Exception!.InnerException));
    }

    private static async Task<List<LogEvent>> ReadAllAsync(IOutcomeLog log)
    {
        var all = new List<LogEvent>();
        while (await log.ReadAsync(Acme, all.Count, OutcomeLogBounds.MaxReadEvents, Stop) is { Count: > 0 } some)
            all.AddRange(some);
        return all;
    }

    /// <summary>Callers that append one event after the other until they are told to end.</summary>
    private sealed class Load
    {
        private readonly List<(string Id, long Sequence)> _acknowledged = [];
        private readonly List<(int Count, TaskCompletionSource Reached)> _waiting = [];
        private readonly Task[] _callers;
        private volatile bool _ends;

        public Load(IOutcomeLog log) =>
            _callers = [.. Enumerable.Range(0, Callers).Select(caller => Task.Run(() => AppendAsync(log, caller)))];

        public int Count
        {
            get
            {
                lock (_acknowledged)
                    return _acknowledged.Count;
            }
        }

        /// <summary>Completes once that many appends are acknowledged, or a caller has failed.</summary>
        public async Task Reached(int count)
        {
            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            lock (_acknowledged)
                _waiting.Add((count, reached));
            await await Task.WhenAny([reached.Task, .. _callers]);
        }

        public async Task<List<(string Id, long Sequence)>> EndAsync()
        {
            _ends = true;
            await Task.WhenAll(_callers);
            return _acknowledged;
        }

        private async Task AppendAsync(IOutcomeLog log, int caller)
        {
            for (var i = 0; !_ends; i++)
            {
                var id = $"r{caller}-{i}";
                var result = await log.AppendAsync(Acme, Events.Outcome(id), Stop);
                lock (_acknowledged)
                {
                    _acknowledged.Add((id, result.Sequence));
                    foreach (var (_, reached) in _waiting.FindAll(waiting => waiting.Count <= _acknowledged.Count))
                        reached.TrySetResult();
                }
            }
        }
    }
}
