using Freehold.Gateway.Tests.Support;

namespace Freehold.Gateway.Tests;

/// <summary>Policies over HTTP: read back, refused with their faults, and held while refused.</summary>
public sealed class PolicyTests
{
    private const string Path = "/admin/tenants/default/policy";

    [Fact]
    public async Task A_policy_is_read_back_as_it_was_written_with_every_value_that_holds()
    {
        await using var house = await House.StartAsync(new HouseSetup());
        const string Document = "# ours\ndefault_label: confidential\nexploration: 0.05\n";

        await house.SetPolicyAsync(Document);

        var view = (await house.Admin.GetAsync(Path)).Expect(200).Json;
        Assert.Equal((2, Document), (view.GetProperty("version").GetInt32(), view.GetProperty("document").GetString()));
        Assert.Equal(0.05, view.GetProperty("effective").GetProperty("exploration").GetDouble());
        Assert.Equal("cost", view.GetProperty("effective").GetProperty("objective").GetProperty("prefer").GetString());
        await house.SetPolicyAsync(view.GetProperty("effective").GetRawText());
    }

    [Fact]
    public async Task A_policy_with_faults_is_refused_with_all_of_them_and_the_running_one_stays()
    {
        await using var house = await House.StartAsync(new HouseSetup());
        await house.SetPolicyAsync("default_label: restricted");

        var refused = await house.Admin.SendTextAsync(HttpMethod.Put, Path, "zones:\n  internal: [moon]\nrules:\n  - {name: r, pattern: a^, answer: b, examples: [a]}\n");

        refused.ExpectError(400, "invalid_policy");
        var faults = refused.Json.GetProperty("faults").EnumerateArray().ToArray();
        Assert.Equal([2, 4], faults.Select(fault => fault.GetProperty("line").GetInt32()));
        Assert.Equal("unknown zone 'moon'", faults[0].GetProperty("what").GetString());
        Assert.Contains("does not match its example", faults[1].GetProperty("what").GetString(), StringComparison.Ordinal);
        Assert.All(faults, fault => Assert.NotEmpty(fault.GetProperty("remedy").GetString()!));
        Assert.Equal("default_label: restricted", (await house.Admin.GetAsync(Path)).Expect(200).Json.GetProperty("document").GetString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("\0")]
    [InlineData("[[[[[[[[[[[[[[[[")]
    [InlineData("&a [*a, *a]")]
    [InlineData("{\"default_label\": \"internal\"")]
    public async Task Hostile_documents_are_refused_as_such(string document)
    {
        await using var house = await House.StartAsync(new HouseSetup());

        (await house.Admin.SendTextAsync(HttpMethod.Put, Path, document)).ExpectError(400, "invalid_policy");
    }

    [Fact]
    public async Task A_document_that_is_too_large_is_not_read()
    {
        await using var house = await House.StartAsync(new HouseSetup());

        (await house.Admin.SendTextAsync(HttpMethod.Put, Path, "#" + new string('x', 300 << 10))).ExpectError(413, "request_too_large");
    }

    [Fact]
    public async Task Limits_of_the_policy_refuse_who_is_beyond_them()
    {
        await using var house = await House.StartAsync(new HouseSetup().Provider("mock", "http://127.0.0.1:1", ("Models:m:PromptUsdPerMillion", "100"), ("Models:m:CompletionUsdPerMillion", "100")));
        await house.SetPolicyAsync("objective: {max_cost_usd: 0.000001}");

        var refused = await house.Admin.ChatAsync("auto");

        refused.ExpectError(403, "policy_limit_exceeded");
        Assert.Contains("is above max_cost_usd", refused.Body, StringComparison.Ordinal);
        var considered = Assert.Single((await house.Admin.OutcomesAsync())[0].GetProperty("candidates").EnumerateArray());
        Assert.False(considered.GetProperty("allowed").GetBoolean());
    }
}
