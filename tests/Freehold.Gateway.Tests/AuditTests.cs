using System.Text.Json;
using Freehold.Gateway.Tests.Support;

namespace Freehold.Gateway.Tests;

/// <summary>Who changed what, as the audit chain tells.</summary>
public sealed class AuditTests
{
    [Fact]
    public async Task Every_admin_call_that_changes_something_is_in_the_chain_with_its_key()
    {
        await using var house = await House.StartAsync(new HouseSetup());
        (await house.Admin.PostAsync("/admin/tenants", new { tenant = "acme" })).Expect(201);
        var (keyId, secret) = await house.NewKeyAsync("acme", "admin");
        var acmesAdmin = house.Client(secret);
        var policy = (await acmesAdmin.GetAsync("/admin/tenants/acme/policy")).Expect(200).Json.GetProperty("document").GetString();
        (await acmesAdmin.SendTextAsync(HttpMethod.Put, "/admin/tenants/acme/policy", policy)).Expect(200);
        (await house.Admin.SendTextAsync(HttpMethod.Delete, $"/admin/tenants/acme/keys/{keyId}", null)).Expect(204);

        var list = (await house.Admin.GetAsync("/admin/tenants/acme/audit?after=0")).Expect(200);

        Assert.Equal(
            [
                ("default/admin", "tenant.created", "acme"), ("default/admin", "key.created", keyId),
                ($"acme/{keyId}", "policy.set", "policy"), ("default/admin", "key.revoked", keyId),
            ],
            Entries(list).Select(entry => (Text(entry, "actor"), Text(entry, "action"), Text(entry, "subject"))));
        Assert.DoesNotContain(secret, list.Body, StringComparison.Ordinal);
        var verification = (await house.Admin.GetAsync("/admin/tenants/acme/audit/verify")).Expect(200).Json;
        Assert.True(verification.GetProperty("whole").GetBoolean());
        Assert.Equal($"4:{Text(Entries(list)[^1], "hash")}", Text(verification, "head"));
    }

    [Fact]
    public async Task The_first_start_is_the_systems_own_work()
    {
        await using var house = await House.StartAsync(new HouseSetup());

        var entries = Entries((await house.Admin.GetAsync("/admin/tenants/default/audit?after=0")).Expect(200));

        Assert.Equal(
            [("system", "tenant.created"), ("system", "key.created")],
            entries.Select(entry => (Text(entry, "actor"), Text(entry, "action"))));
    }

    [Fact]
    public async Task A_noted_head_is_compared()
    {
        await using var house = await House.StartAsync(new HouseSetup());
        var head = Text((await house.Admin.GetAsync("/admin/tenants/default/audit/verify")).Expect(200).Json, "head")!;
        await house.NewKeyAsync("default");

        var same = (await house.Admin.GetAsync($"/admin/tenants/default/audit/verify?head={head.ToUpperInvariant()}")).Expect(200).Json;
        var other = (await house.Admin.GetAsync($"/admin/tenants/default/audit/verify?head=2:{new string('0', 64)}")).Expect(200).Json;

        Assert.True(same.GetProperty("whole").GetBoolean());
        Assert.False(other.GetProperty("whole").GetBoolean());
        Assert.Equal((2, 1), (other.GetProperty("broken_sequence").GetInt64(), other.GetProperty("entries").GetInt64()));
    }

    [Fact]
    public async Task Entries_are_paged_in_both_directions()
    {
        await using var house = await House.StartAsync(new HouseSetup());
        for (var i = 0; i < 3; i++)
        {
            await house.NewKeyAsync("default");
        }

        Assert.Equal([5, 4], await SequencesAsync("limit=2"));
        Assert.Equal([3, 2, 1], await SequencesAsync("before=4"));
        Assert.Equal([4, 5], await SequencesAsync("after=3"));

        async Task<IEnumerable<long>> SequencesAsync(string query) => Entries((await house.Admin.GetAsync($"/admin/tenants/default/audit?{query}")).Expect(200))
            .Select(entry => entry.GetProperty("sequence").GetInt64());
    }

    [Fact]
    public async Task It_is_for_administrators_and_bad_input_is_refused()
    {
        await using var house = await House.StartAsync(new HouseSetup());
        var acme = await house.TenantAsync("acme");
        (await acme.GetAsync("/admin/tenants/acme/audit")).ExpectError(403, "insufficient_permissions");
        (await acme.GetAsync("/admin/tenants/acme/audit/verify")).ExpectError(403, "insufficient_permissions");
        (await house.Admin.GetAsync("/admin/tenants/nobody/audit")).ExpectError(404, "not_found");
        (await house.Admin.GetAsync("/admin/tenants/nobody/audit/verify")).ExpectError(404, "not_found");
        foreach (var query in (string[])["audit?limit=0", "audit?after=x", "audit/verify?head=1", "audit/verify?head=0:aa", "audit/verify?head=1:zz"])
        {
            (await house.Admin.GetAsync($"/admin/tenants/acme/{query}")).ExpectError(400, "invalid_value");
        }
    }

    private static JsonElement[] Entries(ApiAnswer list) => [.. list.Json.GetProperty("data").EnumerateArray()];

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();
}
