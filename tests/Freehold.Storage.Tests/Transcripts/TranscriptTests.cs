using Freehold.Contracts.Outcomes;
using Freehold.Storage.Outcomes;
using Freehold.Storage.Tests.Outcomes;
using Freehold.Storage.Transcripts;

namespace Freehold.Storage.Tests.Transcripts;

/// <summary>What every store of transcripts does, whatever it stores in. A store joins by a subclass that opens it.</summary>
public abstract class TranscriptTests : IDisposable
{
    private const string Workload = "tickets";

    private static readonly OutcomeLogId Acme = Events.LogOf("acme");
    private static readonly OutcomeLogId Globex = Events.LogOf("globex");

    private readonly TranscriptHouse _house;

    protected TranscriptTests(TranscriptHouse house) => _house = house;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _house.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task What_was_said_is_read_back_after_a_restart_and_its_event_does_not_have_it()
    {
        await AppendAsync("r1", "Straße \u0001 \"quoted\" \ud83d\ude00");
        _house.Reopen();

        var stored = Assert.Single(await ReadAsync());

        Assert.Equivalent(new StoredTranscript(1, "r1", Said("Straße \u0001 \"quoted\" \ud83d\ude00")), stored, strict: true);
        var logged = Assert.Single(await _house.Log.ReadAsync(Acme, 0, 10, Stop));
        Assert.Null(logged.Outcome!.Transcript);
    }

    [Fact]
    public async Task They_are_read_after_a_sequence_oldest_first_each_workload_and_tenant_by_itself()
    {
        await AppendAsync("r1", "one");
        await AppendAsync("r2", null);
        await AppendAsync("r3", "three");
        await AppendAsync("r4", "other workload", workload: "invoices");
        await AppendAsync("r5", "five");
        await AppendAsync("r1", "other tenant", tenant: "globex");

        Assert.Equal([(1, "r1"), (3, "r3"), (5, "r5")], Places(await ReadAsync()));
        Assert.Equal([(3, "r3")], Places(await ReadAsync(after: 1, count: 1)));
        Assert.Equal([(4, "r4")], Places(await ReadAsync(workload: "invoices")));
        Assert.Equal([(1, "r1")], Places(await _house.Store.ReadAsync(Globex, Workload, 0, 10, Stop)));
    }

    [Fact]
    public async Task Appends_without_waiting_keep_a_transcript_for_each_outcome_and_the_workload_its_newest()
    {
        var appends = Enumerable.Range(1, 25).Select(i => AppendAsync($"r{i}", $"text {i}")).ToArray();
        await Task.WhenAll(appends);

        var kept = await ReadAsync(count: 100);

        Assert.Equal(TranscriptHouse.MaxPerWorkload, kept.Count);
        Assert.Equal(Enumerable.Range(16, 10).Select(i => ((long)i, $"r{i}")), Places(kept));
        Assert.Equal(TranscriptHouse.MaxPerWorkload, _house.Count());
    }

    [Fact]
    public async Task A_repeated_append_neither_changes_nor_brings_back_what_was_said()
    {
        await AppendAsync("r1", "first");
        Assert.True((await AppendAsync("r1", "second")).WasThere);
        Assert.Equal("first", Assert.Single(await ReadAsync()).Transcript.Answer);

        Assert.True(await _house.Store.DeleteAsync(Acme, "r1", Stop));
        await AppendAsync("r1", "third");

        Assert.Empty(await ReadAsync());
        Assert.Equal(0, _house.Count());
    }

    [Fact]
    public async Task One_exchange_is_forgotten_and_its_outcome_stays()
    {
        await AppendAsync("r1", "one");
        await AppendAsync("r2", "two");

        Assert.True(await _house.Store.DeleteAsync(Acme, "r1", Stop));
        Assert.False(await _house.Store.DeleteAsync(Acme, "r1", Stop));
        Assert.False(await _house.Store.DeleteAsync(Globex, "r2", Stop));

        Assert.Equal([(2, "r2")], Places(await ReadAsync()));
        Assert.Equal(2, (await _house.Log.ReadAsync(Acme, 0, 10, Stop)).Count);
    }

    [Fact]
    public async Task A_workload_is_forgotten_as_a_whole_and_no_other_one()
    {
        for (var i = 1; i <= 5; i++)
            await AppendAsync($"r{i}", "text");
        await AppendAsync("other", "text", workload: "invoices");
        await AppendAsync("foreign", "text", tenant: "globex");

        Assert.Equal(5, await _house.Store.DeleteWorkloadAsync(Acme, Workload, Stop));

        Assert.Equal(0, await _house.Store.DeleteWorkloadAsync(Acme, Workload, Stop));
        Assert.Equal(2, _house.Count());
    }

    [Fact]
    public async Task What_is_over_its_time_is_not_read_and_the_sweep_removes_it()
    {
        await AppendAsync("short", "a week", days: 7);
        await AppendAsync("long", "a month", days: 30);
        Assert.Equal(0, await _house.Store.SweepAsync(Stop));

        _house.Time.Advance(TimeSpan.FromDays(7));

        Assert.Equal([(2, "long")], Places(await ReadAsync()));
        Assert.Equal(2, _house.Count());
        Assert.Equal(1, await _house.Store.SweepAsync(Stop));
        Assert.Equal(1, _house.Count());
    }

    [Fact]
    public async Task What_breaks_a_bound_is_left_out_and_its_outcome_is_logged()
    {
        await AppendAsync("large", new string('x', Transcript.MaxTextBytes));
        await AppendAsync("wide", new string('é', Transcript.MaxTextBytes / 2));
        await AppendAsync("forever", "text", days: TranscriptBounds.MaxRetentionDays + 1);
        await AppendAsync("nowhere", "text", workload: null);
        await AppendAsync("strange", "text", workload: "a b");
        await AppendAsync("fits", new string('\u0001', Transcript.MaxTextBytes - 100));

        Assert.Equal(6, (await _house.Log.ReadAsync(Acme, 0, 10, Stop)).Count);
        Assert.Equal([(6, "fits")], Places(await ReadAsync()));
        Assert.Equal(1, _house.Count());
    }

    [Fact]
    public async Task Half_a_character_does_not_cost_the_outcome_its_place()
    {
        await AppendAsync("r1", "broken \ud83d emoji");

        Assert.Equal("broken \ufffd emoji", Assert.Single(await ReadAsync()).Transcript.Answer);
    }

    [Fact]
    public async Task A_row_that_cannot_be_read_is_named()
    {
        await AppendAsync("r1", "text");
        _house.Damage();

        var exception = await Assert.ThrowsAsync<TranscriptStoreException>(() => ReadAsync());
        Assert.Contains("'r1' in the log 'acme/0'", exception.Message, StringComparison.Ordinal);
        Assert.True(await _house.Store.DeleteAsync(Acme, "r1", Stop));
    }

    [Fact]
    public async Task A_read_out_of_its_bounds_is_refused()
    {
        await Assert.ThrowsAnyAsync<ArgumentException>(() => ReadAsync(count: 0));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => ReadAsync(count: TranscriptBounds.MaxRead + 1));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => ReadAsync(after: -1));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => ReadAsync(workload: ""));
    }

    private static Transcript Said(string answer, int days = 90) => new()
    {
        Turns = [new() { Role = "system", Content = "Be short." }, new() { Role = "user", Content = "Where is my parcel?" }],
        Answer = answer,
        Redacted = true,
        RetentionDays = days,
    };

    private static IEnumerable<(long Sequence, string Id)> Places(IEnumerable<StoredTranscript> stored) =>
        stored.Select(one => (one.Sequence, one.OutcomeId));

    private Task<AppendResult> AppendAsync(
        string id, string? answer, string tenant = "acme", string? workload = Workload, int days = 90) => _house.Log.AppendAsync(
            Events.LogOf(tenant),
            Events.Outcome(id, tenant) with { Workload = workload, Transcript = answer is null ? null : Said(answer, days) },
            Stop).AsTask();

    private Task<IReadOnlyList<StoredTranscript>> ReadAsync(long after = 0, int count = 10, string workload = Workload) =>
        _house.Store.ReadAsync(Acme, workload, after, count, Stop);
}
