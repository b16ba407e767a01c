using Freehold.Conformance.Tests.Grains;
using Freehold.Conformance.Tests.Support;
using Freehold.Testing.Embedded;
using Freehold.Testing.Postgres;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace Freehold.Conformance.Tests.Embedded;

/// <summary>One process at a time uses a PostgreSQL database, and outlasts what happens to the server.</summary>
public sealed class PostgresHoldTests : IAsyncLifetime
{
    private const string CutHolder =
        "SELECT pg_terminate_backend(pid) FROM pg_locks JOIN pg_database ON pg_database.oid = database "
        + "WHERE locktype = 'advisory' AND granted AND datname = current_database()";

    private readonly string _key = Probe.NewKey();
    private readonly Lifetime _lifetime = new();
    private string _connectionString = "";
    private NpgsqlDataSource? _source;

    private NpgsqlDataSource Source => _source!;

    public ValueTask InitializeAsync()
    {
        Assert.SkipWhen(PostgresServer.SkipReason is not null, PostgresServer.SkipReason ?? "");
        _connectionString = PostgresServer.Shared.CreateDatabase();
        _source = NpgsqlDataSource.Create(_connectionString);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        if (_source is not null)
        {
            await _source.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_second_process_is_refused_in_one_line_until_the_first_has_stopped()
    {
        await using (await StartAsync(Source))
        {
            var refusal = await Assert.ThrowsAsync<OrleansConfigurationException>(() => StartAsync(Source));
            Assert.Contains("in use by another process", refusal.Message, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', refusal.Message);
        }

        await using var next = await StartAsync(Source);
        await next.GrainFactory.GetGrain<IStateGrain>(_key).Write("one");
    }

    [Fact]
    public async Task A_hold_that_is_cut_is_taken_again_and_grains_go_on()
    {
        await using var cluster = await StartAsync(Source);
        var grain = cluster.GrainFactory.GetGrain<IStateGrain>(_key);
        for (var i = 0; i < 3; i++)
        {
            await RunAsync(CutHolder);
            await grain.Write($"after cut {i}");
        }

        await cluster.RestartAsync();
        Assert.Equal(3, (await cluster.GrainFactory.GetGrain<IStateGrain>(_key).Read()).Notes.Count);
        Assert.False(_lifetime.Stopping.IsCompleted);
    }

    [Fact]
    public async Task A_process_that_lost_its_hold_to_another_stops()
    {
        await using var cluster = await StartAsync(Source);
        await using var other = NpgsqlDataSource.Create(_connectionString);
        await using var connection = await other.OpenConnectionAsync();
        await using var take = new NpgsqlCommand("SELECT pg_advisory_lock(x'4648454D42454444'::bigint)", connection);
        var taking = take.ExecuteNonQueryAsync();
        while (await ScalarAsync("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'advisory'") is 0L)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
        }

        await RunAsync(CutHolder);
        await taking;

        await _lifetime.Stopping.WaitAsync(Probe.Patience);
    }

    [Fact]
    public async Task States_outlast_a_crash_of_the_server()
    {
        using var server = PostgresServer.Create();
        await using var source = NpgsqlDataSource.Create(server.CreateDatabase());
        await using var cluster = await StartAsync(source);
        var grain = cluster.GrainFactory.GetGrain<IStateGrain>(_key);
        await grain.Write("before");

        server.Kill();
        var during = grain.Write("during");
        server.Start();
        await during;
        await grain.Write("after");

        await cluster.RestartAsync();
        Assert.Equal(["before", "during", "after"], (await cluster.GrainFactory.GetGrain<IStateGrain>(_key).Read()).Notes);
    }

    [Fact]
    public async Task A_database_that_cannot_be_opened_is_named_without_its_password()
    {
        var settings = new NpgsqlConnectionStringBuilder(_connectionString) { Database = "nowhere" };
        await using var source = NpgsqlDataSource.Create(settings);

        var refusal = await Assert.ThrowsAsync<OrleansConfigurationException>(() => StartAsync(source));

        Assert.Contains("'nowhere'", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(settings.Password!, refusal.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_and_a_database_at_once_are_refused()
    {
        var refusal = await Assert.ThrowsAsync<OrleansConfigurationException>(() => StartAsync(Source, dataFile: "grains.db"));

        Assert.Contains("DataFile is grains.db; it must be null", refusal.Message, StringComparison.Ordinal);
    }

    private Task<EmbeddedCluster> StartAsync(NpgsqlDataSource source, string? dataFile = null) => EmbeddedCluster.StartAsync(
        options =>
        {
            options.GrainAssemblies.Add(typeof(StateGrain).Assembly);
            options.StreamProviders.Add(ConformanceCluster.StreamProvider);
            (options.DataFile, options.Postgres) = (dataFile, source);
        },
        services => services.AddSingleton<IHostApplicationLifetime>(_lifetime));

    private async Task RunAsync(string sql) => await ScalarAsync(sql);

    private async Task<object?> ScalarAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(_connectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }

    private sealed class Lifetime : IHostApplicationLifetime
    {
        private readonly TaskCompletionSource _stopping = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Stopping => _stopping.Task;

        public CancellationToken ApplicationStarted => CancellationToken.None;

        public CancellationToken ApplicationStopping => CancellationToken.None;

        public CancellationToken ApplicationStopped => CancellationToken.None;

        public void StopApplication() => _stopping.TrySetResult();
    }
}
