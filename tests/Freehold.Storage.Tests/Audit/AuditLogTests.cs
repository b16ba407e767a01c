using Freehold.Contracts.Audit;
using Freehold.Contracts.Tenancy;
using Freehold.Storage.Audit;

namespace Freehold.Storage.Tests.Audit;

/// <summary>What every audit log does, whatever it stores in. A store joins by a subclass that opens it.</summary>
public abstract partial class AuditLogTests : IDisposable
{
    private static readonly TenantId Acme = Records.Acme;

    private readonly AuditStore _store;

    protected AuditLogTests(AuditStore store) => _store = store;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private IAuditLog Log => _store.Log;

    public void Dispose()
    {
        _store.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task An_entry_is_read_as_it_was_appended_and_names_the_hash_of_the_one_before_it()
    {
        var first = await AppendAsync(1);
        var second = await AppendAsync(2);

        Assert.Equal([first, second], (await ReadAsync(new AuditQuery { After = 0 })).Entries);
        Assert.Equal((1, 2), (first.Sequence, second.Sequence));
        Assert.Equal((Records.Of(1), Records.Of(2)), (first.Record, second.Record));
        Assert.Equal((AuditChain.Genesis, first.Hash), (first.PreviousHash, second.PreviousHash));
    }

    [Fact]
    public async Task A_time_is_kept_to_the_millisecond_in_UTC()
    {
        var at = new DateTimeOffset(2030, 1, 2, 5, 4, 3, TimeSpan.FromHours(2)).AddTicks(1_239_999);

        var entry = await Log.AppendAsync(Acme, Records.Of(1) with { At = at }, Stop);

        Assert.Equal("2030-01-02T03:04:03.1230000+00:00", entry.Record.At.ToString("O"));
        Assert.True((await VerifyAsync()).IsWhole);
    }

    [Fact]
    public async Task An_operation_that_is_there_gives_its_first_entry_and_changes_nothing()
    {
        var first = await AppendAsync(1);
        await AppendAsync(2);

        Assert.Equal(first, await Log.AppendAsync(Acme, Records.Of(1) with { Detail = "something else" }, Stop));

        Assert.Equal(2, (await ReadAsync(new AuditQuery())).Entries.Length);
        Assert.Equal(3, (await AppendAsync(3)).Sequence);
    }

    [Fact]
    public async Task Each_tenant_has_its_own_chain()
    {
        await AppendAsync(1);
        var other = await Log.AppendAsync(TenantId.Parse("other"), Records.Of(1), Stop);

        Assert.Equal((1, AuditChain.Genesis), (other.Sequence, other.PreviousHash));
        Assert.NotEqual((await AppendAsync(1)).Hash, other.Hash);
        Assert.Single((await ReadAsync(new AuditQuery())).Entries);
        Assert.Empty((await Log.ReadAsync(TenantId.Parse("nobody"), new AuditQuery(), Stop)).Entries);
    }

    [Fact]
    public async Task Writers_side_by_side_make_one_chain()
    {
        const int writers = 8, each = 10;
        await Task.WhenAll(Enumerable.Range(0, writers).Select(writer => Task.Run(async () =>
        {
            for (var i = 0; i < each; i++)
            {
                await AppendAsync((writer * each) + i);
                await AppendAsync(i); // the same of every writer
            }
        })));

        var verification = await VerifyAsync();
        Assert.True(verification.IsWhole, verification.Reason);
        Assert.Equal(writers * each, verification.Entries);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(10)]
    public async Task Pages_in_either_direction_hold_every_entry_once(int limit)
    {
        for (var i = 1; i <= 10; i++)
            await AppendAsync(i);

        Assert.Equal(Enumerable.Range(1, 10), await WalkAsync(last => new AuditQuery { Limit = limit, After = last ?? 0 }));
        Assert.Equal(Enumerable.Range(1, 10).Reverse(), await WalkAsync(last => new AuditQuery { Limit = limit, Before = last }));
    }

    [Fact]
    public async Task The_chain_goes_on_after_a_restart()
    {
        var first = await AppendAsync(1);

        _store.Reopen();

        Assert.Equal(first, await AppendAsync(1));
        Assert.Equal(first.Hash, (await AppendAsync(2)).PreviousHash);
        Assert.Equal(2, (await VerifyAsync()).Entries);
    }

    public static TheoryData<string, AuditRecord> BadRecords() => new()
    {
        { "no operation id", Records.Of(1) with { OperationId = "" } },
        { "a space in the operation id", Records.Of(1) with { OperationId = "a b" } },
        { "an operation id that is too long", Records.Of(1) with { OperationId = new string('x', AuditBounds.MaxOperationIdLength + 1) } },
        { "no actor", Records.Of(1) with { Actor = "" } },
        { "a line break in the action", Records.Of(1) with { Action = "a\nb" } },
        { "a subject that is too long", Records.Of(1) with { Subject = new string('x', AuditBounds.MaxNameLength + 1) } },
        { "half a surrogate pair", Records.Of(1) with { Subject = "\ud800" } },
        { "a detail that is too large", Records.Of(1) with { Detail = new string('ü', (AuditBounds.MaxDetailBytes / 2) + 1) } },
        { "a zero in the detail", Records.Of(1) with { Detail = "\0" } },
    };

    [Theory]
    [MemberData(nameof(BadRecords))]
    public async Task A_record_that_breaks_a_bound_is_refused(string why, AuditRecord record)
    {
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await Log.AppendAsync(Acme, record, Stop));

        Assert.Empty((await ReadAsync(new AuditQuery())).Entries);
        Assert.NotEmpty(why);
    }

    [Fact]
    public async Task The_largest_record_is_taken_and_read_back()
    {
        var entry = await Log.AppendAsync(Acme, Records.Of(1) with { Detail = new string('ü', AuditBounds.MaxDetailBytes / 2) }, Stop);

        Assert.Equal([entry], (await ReadAsync(new AuditQuery())).Entries);
    }

    private ValueTask<AuditEntry> AppendAsync(int number) => Log.AppendAsync(Acme, Records.Of(number), Stop);

    private ValueTask<AuditPage> ReadAsync(AuditQuery query) => Log.ReadAsync(Acme, query, Stop);

    private ValueTask<AuditVerification> VerifyAsync(AuditHead? known = null) => AuditVerifier.VerifyAsync(Log, Acme, known, Stop);

    private async Task<List<int>> WalkAsync(Func<long?, AuditQuery> next)
    {
        var sequences = new List<int>();
        AuditPage page;
        do
        {
            page = await ReadAsync(next(sequences.Count == 0 ? null : sequences[^1]));
            Assert.NotEmpty(page.Entries);
            sequences.AddRange(page.Entries.Select(entry => (int)entry.Sequence));
        }
        while (page.HasMore);
        return sequences;
    }
}
