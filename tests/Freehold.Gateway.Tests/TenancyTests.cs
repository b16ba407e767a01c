using System.Text;
using Freehold.Gateway.Tests.Support;
using Freehold.Testing;

namespace Freehold.Gateway.Tests;

/// <summary>Keys open the door, and only to what is their tenant's.</summary>
public sealed class TenancyTests
{
    [Fact]
    public async Task Without_a_key_and_with_a_wrong_one_there_is_401_everywhere()
    {
        await using var house = await House.WithTinyAsync();
        string?[] keys = [null, "wrong", "fh-default-0123456789", "", House.AdminKey + "x", House.AdminKey[..^1], new string('x', 5_000)];
        foreach (var client in keys.Select(house.Client))
        {
            (await client.ChatAsync("tiny")).ExpectError(401, "invalid_api_key");
            (await client.GetAsync("/v1/models")).ExpectError(401, "invalid_api_key");
            (await client.GetAsync("/v1/outcomes")).ExpectError(401, "invalid_api_key");
            (await client.GetAsync("/admin/tenants")).ExpectError(401, "invalid_api_key");
            (await client.PostAsync("/v1/feedback", new { response_id = "x", score = 1 })).ExpectError(401, "invalid_api_key");
        }
    }

    [Fact]
    public async Task A_revoked_key_opens_nothing_from_then_on()
    {
        await using var house = await House.WithTinyAsync();
        var (keyId, secret) = await house.NewKeyAsync("default");
        var client = house.Client(secret);
        (await client.ChatAsync("tiny")).Expect(200);

        (await house.Admin.SendTextAsync(HttpMethod.Delete, $"/admin/tenants/default/keys/{keyId}", null)).Expect(204);

        (await client.ChatAsync("tiny")).ExpectError(401, "invalid_api_key");
        (await house.Admin.SendTextAsync(HttpMethod.Delete, "/admin/tenants/default/keys/no-such", null)).ExpectError(404, "not_found");
    }

    [Fact]
    public async Task A_key_for_inference_administers_nothing()
    {
        await using var house = await House.WithTinyAsync();
        var client = await house.TenantAsync("acme");
        (HttpMethod Method, string Path)[] calls =
        [
            (HttpMethod.Get, "/admin/tenants"), (HttpMethod.Post, "/admin/tenants"), (HttpMethod.Get, "/admin/tenants/acme"),
            (HttpMethod.Get, "/admin/tenants/acme/keys"), (HttpMethod.Post, "/admin/tenants/acme/keys"),
            (HttpMethod.Delete, "/admin/tenants/acme/keys/admin"), (HttpMethod.Get, "/admin/tenants/acme/policy"),
            (HttpMethod.Put, "/admin/tenants/acme/policy"), (HttpMethod.Get, "/admin/models"),
        ];
        foreach (var (method, path) in calls)
        {
            var answer = await client.SendTextAsync(method, path, method == HttpMethod.Get ? null : "{}");
            answer.ExpectError(403, "insufficient_permissions");
        }

        (await client.ChatAsync("tiny")).Expect(200);
    }

    [Fact]
    public async Task No_tenant_sees_anything_of_another()
    {
        await using var house = await House.WithTinyAsync();
        var acme = await house.TenantAsync("acme");
        var other = await house.TenantAsync("other");
        var response = (await acme.ChatAsync("tiny", "a secret of acme")).Expect(200).Id;
        Assert.Single(await acme.OutcomesAsync());

        Assert.Empty(await other.OutcomesAsync());
        Assert.Empty(await other.OutcomesAsync($"?id={response}"));
        Assert.Empty(await other.OutcomesAsync("?after=0"));
        (await other.GetAsync("/v1/outcomes?tenant=acme")).ExpectError(403, "insufficient_permissions");
        (await other.GetAsync("/v1/outcomes?tenant=ACME")).ExpectError(403, "insufficient_permissions");
        (await other.GetAsync("/v1/outcomes?tenant=other&tenant=acme")).ExpectError(403, "insufficient_permissions");
        (await other.GetAsync($"/v1/outcomes?tenant=no-such&id={response}")).ExpectError(403, "insufficient_permissions");
        (await other.PostAsync("/v1/feedback", new { response_id = response, score = 0 })).ExpectError(404, "response_not_found");
        Assert.Empty((await acme.OutcomeAsync(response)).GetProperty("feedback").EnumerateArray());

        // The administrator acts for 'default', and may look at any tenant by its name.
        Assert.Empty(await house.Admin.OutcomesAsync());
        Assert.Equal(response, Assert.Single(await house.Admin.OutcomesAsync("?tenant=acme")).GetProperty("id").GetString());
    }

    [Fact]
    public async Task A_secret_is_shown_once_and_lies_nowhere_on_disk()
    {
        await using var house = await House.WithTinyAsync();
        (await house.Admin.PostAsync("/admin/tenants", new { tenant = "acme" })).Expect(201);
        var (keyId, secret) = await house.NewKeyAsync("acme");
        var client = house.Client(secret);
        (await client.ChatAsync("tiny")).Expect(200);

        var list = (await house.Admin.GetAsync("/admin/tenants/acme/keys")).Expect(200);

        Assert.Contains(keyId, list.Body, StringComparison.Ordinal);
        Assert.DoesNotContain(secret, list.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("hash", list.Body, StringComparison.OrdinalIgnoreCase);
        var disk = DiskOf(house.DataFolder);
        Assert.True(disk.Any(file => file.Bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(keyId)) >= 0), "The key's record is not on disk at all.");
        var randomPart = secret[^20..];
        foreach (var needle in (string[])[secret, randomPart, House.AdminKey])
        {
            foreach (var (path, bytes) in disk)
            {
                Assert.True(bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(needle)) < 0, $"{path} holds a secret.");
                Assert.True(bytes.AsSpan().IndexOf(Encoding.Unicode.GetBytes(needle)) < 0, $"{path} holds a secret.");
            }
        }
    }

    [Fact]
    public async Task Under_load_each_tenant_has_its_own_outcomes_and_no_others()
    {
        const int tenants = 4, requests = 15;
        await using var house = await House.WithTinyAsync();
        var clients = new List<ApiClient>();
        for (var i = 0; i < tenants; i++)
        {
            clients.Add(await house.TenantAsync($"t{i}"));
        }

        var received = await Task.WhenAll(clients.Select(async client => await Task.WhenAll(
            Enumerable.Range(0, requests).Select(async _ => (await client.ChatAsync("tiny")).Expect(200).Id))));

        for (var i = 0; i < tenants; i++)
        {
            var outcomes = await clients[i].OutcomesAsync("?limit=100");
            Assert.All(outcomes, outcome => Assert.Equal($"t{i}", outcome.GetProperty("tenant").GetString()));
            Assert.Equal(received[i].Order(), outcomes.Select(outcome => outcome.GetProperty("id").GetString()!).Order());
        }
    }

    [Fact]
    public async Task Another_admin_key_at_the_next_start_takes_the_place_of_the_first()
    {
        const string next = "another-admin-key-0123456789abcdef";
        using var folder = new TempFolder();
        await using (var first = await House.StartAsync(new HouseSetup { DataFolder = folder.FullPath }))
        {
            (await first.Admin.GetAsync("/admin/tenants")).Expect(200);
        }

        await using var second = await House.StartAsync(
            new HouseSetup { DataFolder = folder.FullPath }.With("FREEHOLD_ADMIN_KEY", next));
        (await second.Admin.GetAsync("/admin/tenants")).ExpectError(401, "invalid_api_key");
        (await second.Client(next).GetAsync("/admin/tenants")).Expect(200);
    }

    [Fact]
    public async Task Making_a_tenant_twice_is_making_it_once()
    {
        await using var house = await House.StartAsync();
        (await house.Admin.PostAsync("/admin/tenants", new { tenant = "acme", display_name = "Acme" })).Expect(201);
        (await house.Admin.PostAsync("/admin/tenants", new { tenant = "acme" })).Expect(201);

        var tenants = (await house.Admin.GetAsync("/admin/tenants")).Expect(200).Json.GetProperty("tenants").EnumerateArray();
        Assert.Equal(["default", "acme"], tenants.Select(tenant => tenant.GetProperty("tenant").GetString()));
        (await house.Admin.PostAsync("/admin/tenants", new { tenant = "Not a name!" })).ExpectError(400, "invalid_value");
        (await house.Admin.PostAsync("/admin/tenants/no-such/keys", new { name = "x" })).ExpectError(404, "not_found");
    }

    private static List<(string Path, byte[] Bytes)> DiskOf(string folder)
    {
        var files = new List<(string, byte[])>();
        foreach (var path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(path => !path.EndsWith(".lock", StringComparison.Ordinal)))
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var bytes = new byte[file.Length];
            file.ReadExactly(bytes);
            files.Add((path, bytes));
        }

        return files;
    }
}
