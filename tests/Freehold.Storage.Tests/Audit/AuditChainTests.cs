using Freehold.Contracts.Audit;
using Freehold.Contracts.Tenancy;
using Freehold.Storage.Audit;
using FsCheck;
using FsCheck.Fluent;

namespace Freehold.Storage.Tests.Audit;

/// <summary>The chain's own laws, without a store.</summary>
public sealed class AuditChainTests
{
    // Computed by another program from the text of docs/audit-chain.md.
    private const string FirstHash = "77ccc657ce91cd6bf09304cf309128807e7ea8c554098453ec215a3e5ab5875e";
    private const string SecondHash = "fa8b43cd8e9e82dfd6e24e000457f1c7f82497c1d017f7a2124cffd8bbc44aee";

    [Fact]
    public void The_form_under_the_hash_is_as_ever()
    {
        var first = AuditChain.Next(Records.Acme, Record("op-1", 0, "default/admin", "tenant.created", "acme", """{"display_name":"Ümläut & Söhne"}"""), 0, AuditChain.Genesis);
        var second = AuditChain.Next(Records.Acme, Record("op-2", 1, "system", "key.created", "key-1", "{}"), first.Sequence, first.Hash);

        Assert.Equal((FirstHash, SecondHash), (first.Hash, second.Hash));
        Assert.Equal((2, FirstHash), (second.Sequence, second.PreviousHash));
    }

    [Fact]
    public void Two_entries_that_differ_anywhere_have_different_hashes()
    {
        // Few letters, so that texts whose boundaries moved ("a" + "bc", "ab" + "c") come up.
        var text = Gen.ListOf(Gen.Elements('a', 'b')).Select(letters => new string([.. letters])).Resize(4);
        var entry =
            from tenant in Gen.Elements("a", "b")
            from sequence in Gen.Choose(1, 2)
            from ms in Gen.Choose(0, 1)
            from texts in Gen.ArrayOf(text, 5)
            select (Tenant: tenant, Sequence: sequence, Record: Record(texts[0], ms, texts[1], texts[2], texts[3], texts[4]));

        Check.One(Config.QuickThrowOnFailure.WithMaxTest(2_000), Prop.ForAll(
            Gen.Zip(entry, entry).ToArbitrary(), pair => (pair.Item1 == pair.Item2) == (HashOf(pair.Item1) == HashOf(pair.Item2))));
    }

    private static string HashOf((string Tenant, int Sequence, AuditRecord Record) entry) =>
        AuditChain.Hash(TenantId.Parse(entry.Tenant), entry.Sequence, entry.Record, AuditChain.Genesis);

    private static AuditRecord Record(string operationId, int ms, string actor, string action, string subject, string detail) => new()
    {
        OperationId = operationId,
        At = Records.At.AddMilliseconds(ms),
        Actor = actor,
        Action = action,
        Subject = subject,
        Detail = detail,
    };
}
