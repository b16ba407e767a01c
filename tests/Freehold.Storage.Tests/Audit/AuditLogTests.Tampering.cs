using Freehold.Contracts.Audit;
using Freehold.Contracts.Tenancy;
using Freehold.Storage.Audit;

namespace Freehold.Storage.Tests.Audit;

public abstract partial class AuditLogTests
{
    [Theory]
    [InlineData("UPDATE audit_entries SET actor = 'system'")]
    [InlineData("DELETE FROM audit_entries WHERE sequence = 2")]
    public async Task The_database_itself_refuses_changes(string sql)
    {
        await AppendAsync(1);
        await AppendAsync(2);

        Assert.Contains("append-only", Assert.ThrowsAny<Exception>(() => _store.Run(sql)).Message, StringComparison.Ordinal);

        Assert.Equal(2, (await VerifyAsync()).Entries);
    }

    [Theory]
    [InlineData("UPDATE audit_entries SET actor = 'default/somebody' WHERE sequence = 3", 3, "was changed after")]
    [InlineData("UPDATE audit_entries SET action = 'key.revoked' WHERE sequence = 3", 3, "was changed after")]
    [InlineData("UPDATE audit_entries SET subject = 'key-9' WHERE sequence = 3", 3, "was changed after")]
    [InlineData("UPDATE audit_entries SET detail = '{}' WHERE sequence = 3", 3, "was changed after")]
    [InlineData("UPDATE audit_entries SET operation_id = 'op-9' WHERE sequence = 3", 3, "was changed after")]
    [InlineData("UPDATE audit_entries SET at_ms = at_ms + 1 WHERE sequence = 3", 3, "was changed after")]
    [InlineData("UPDATE audit_entries SET at_ms = 9223372036854775807 WHERE sequence = 3", 3, "was changed after")]
    [InlineData("UPDATE audit_entries SET hash = replace(hash, substr(hash, 1, 1), 'x') WHERE sequence = 3", 3, "was changed after")]
    [InlineData("UPDATE audit_entries SET previous_hash = 'x' WHERE sequence = 3", 3, "previous hash is x")]
    [InlineData("UPDATE audit_entries SET tenant = 'other' WHERE sequence = 3", 3, "it is missing")]
    [InlineData("DELETE FROM audit_entries WHERE sequence = 3", 3, "it is missing")]
    [InlineData("DELETE FROM audit_entries WHERE sequence < 3", 1, "it is missing")]
    [InlineData("UPDATE audit_entries SET sequence = sequence + 100 WHERE sequence = 3", 3, "it is missing")]
    public async Task What_gets_past_the_database_is_found_at_its_place(string sql, long sequence, string says)
    {
        for (var i = 1; i <= 5; i++)
            await AppendAsync(i);
        _store.Disarm();
        _store.Run(sql);

        var verification = await VerifyAsync();

        Assert.False(verification.IsWhole);
        Assert.Equal((sequence, sequence - 1), (verification.BrokenSequence, verification.Entries));
        Assert.Contains(says, verification.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Entries_cut_off_the_end_are_found_by_a_noted_head()
    {
        await AppendAsync(1);
        var head = Head(await AppendAsync(2));
        _store.Disarm();
        _store.Run("DELETE FROM audit_entries WHERE sequence = 2");

        Assert.True((await VerifyAsync()).IsWhole); // a chain alone cannot show it
        var verification = await VerifyAsync(head);
        Assert.Equal((2, 1), (verification.BrokenSequence, verification.Entries));
        Assert.Contains("taken away", verification.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_chain_that_was_written_anew_is_found_by_a_noted_head()
    {
        await AppendAsync(1);
        var head = Head(await AppendAsync(2));
        await AppendAsync(3);
        Assert.True((await VerifyAsync(head)).IsWhole); // it need not be the last one
        _store.Disarm();
        _store.Run("DELETE FROM audit_entries WHERE sequence >= 2");
        await AppendAsync(7);
        await AppendAsync(3);

        Assert.True((await VerifyAsync()).IsWhole);
        var verification = await VerifyAsync(head);
        Assert.Equal(2, verification.BrokenSequence);
        Assert.Contains("written anew", verification.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_whole_chain_of_several_pages_tells_its_head()
    {
        AuditEntry? last = null;
        const int entries = AuditQuery.MaxLimit + 3;
        for (var i = 1; i <= entries; i++)
            last = await AppendAsync(i);

        Assert.Equal(new AuditVerification { Entries = entries, Head = Head(last!) }, await VerifyAsync());
        Assert.Equal(new AuditVerification { Entries = 0 }, await AuditVerifier.VerifyAsync(
            Log, TenantId.Parse("nobody"), null, Stop));
    }

    private static AuditHead Head(AuditEntry entry) => new() { Sequence = entry.Sequence, Hash = entry.Hash };
}
