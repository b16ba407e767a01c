using System.Text.Json;
using Freehold.Gateway.Tests.Support;
using Freehold.MockUpstream;
using Freehold.Testing;

namespace Freehold.Gateway.Tests;

/// <summary>What requests cost, as the ledger tells.</summary>
public sealed class LedgerTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_ledger_is_the_sum_of_the_outcomes_and_stays_so_over_a_restart()
    {
        using var folder = new TempFolder();
        await using var upstream = await MockUpstreamServer.StartAsync(cancellationToken: Stop);
        HouseSetup Setup() => new HouseSetup { DataFolder = folder.FullPath }.Model("tiny", TinyModel.Path).Provider(
            "mock", upstream, ("Price:PromptUsdPerMillion", "0.15"), ("Price:CompletionUsdPerMillion", "0.6"));
        string report;
        await using (var house = await House.StartAsync(Setup()))
        {
            for (var i = 0; i < 3; i++)
            {
                (await house.Admin.PostAsync("/v1/chat/completions", Chats.Body("mock/mock-model", stream: i == 1))).Expect(200);
            }

            (await house.Admin.ChatAsync("tiny")).Expect(200);

            // No waiting: what the log has before the call is counted.
            var ledger = (await house.Admin.GetAsync("/v1/ledger")).Expect(200);
            report = ledger.Body;
            var rows = ledger.Json.GetProperty("rows").EnumerateArray().ToArray();
            Assert.Equal(["mock/mock-model", "tiny"], rows.Select(row => row.GetProperty("name").GetString()));
            Assert.Equal((3, 39, 42, 33), Sums(rows[0])); // 13 * 0.15 + 14 * 0.6 = 10.35, rounded up, three times
            var outcomes = await house.Admin.OutcomesAsync();
            foreach (var member in (string[])["cost_micro_usd", "prompt_tokens", "completion_tokens"])
            {
                Assert.Equal(outcomes.Sum(outcome => outcome.GetProperty(member).GetInt64()), ledger.Json.GetProperty("total").GetProperty(member).GetInt64());
            }
        }

        await using var again = await House.StartAsync(Setup());
        Assert.Equal(report, (await again.Admin.GetAsync("/v1/ledger")).Expect(200).Body);
    }

    [Fact]
    public async Task Days_and_months_are_rows_and_a_range_cuts_them()
    {
        await using var house = await House.WithTinyAsync();
        (await house.Admin.ChatAsync("tiny")).Expect(200);
        var at = Assert.Single(await house.Admin.OutcomesAsync()).GetProperty("at").GetDateTimeOffset().UtcDateTime;
        var day = $"{at:yyyy-MM-dd}";

        Assert.Equal(day, Name(await house.Admin.GetAsync("/v1/ledger?by=day")));
        Assert.Equal(day[..7], Name(await house.Admin.GetAsync($"/v1/ledger?by=month&from={day}&to={at.AddDays(1):yyyy-MM-dd}")));
        var before = (await house.Admin.GetAsync($"/v1/ledger?to={day}T00:00:00Z")).Expect(200).Json;
        Assert.Equal(0, before.GetProperty("rows").GetArrayLength());
        Assert.Equal((0, 0, 0, 0), Sums(before.GetProperty("total")));
    }

    [Fact]
    public async Task A_tenant_reads_its_own_ledger_and_an_administrator_any()
    {
        await using var house = await House.WithTinyAsync();
        var acme = await house.TenantAsync("acme");
        var other = await house.TenantAsync("other");
        (await acme.ChatAsync("tiny")).Expect(200);

        Assert.Equal("tiny", Name(await acme.GetAsync("/v1/ledger")));
        Assert.Equal("tiny", Name(await house.Admin.GetAsync("/v1/ledger?tenant=acme")));
        Assert.Equal(0, (await other.GetAsync("/v1/ledger")).Expect(200).Json.GetProperty("rows").GetArrayLength());
        (await other.GetAsync("/v1/ledger?tenant=acme")).ExpectError(403, "insufficient_permissions");
        (await house.Client("wrong").GetAsync("/v1/ledger")).ExpectError(401, "invalid_api_key");
    }

    [Theory]
    [InlineData("by=year", "'model', 'day' and 'month'")]
    [InlineData("from=yesterday", "2026-01-31")]
    [InlineData("to=", "2026-01-31")]
    [InlineData("from=2026-13-01", "2026-01-31")]
    [InlineData("from=2026-01-02&to=2026-01-02", "after 'from'")]
    public async Task What_cannot_be_read_is_refused_with_the_form_that_can(string query, string says)
    {
        await using var house = await House.StartAsync(new HouseSetup());

        Assert.Contains(says, (await house.Admin.GetAsync($"/v1/ledger?{query}")).ExpectError(400, "invalid_value"), StringComparison.Ordinal);
    }

    private static string? Name(ApiAnswer answer) => Assert.Single(answer.Expect(200).Json.GetProperty("rows").EnumerateArray()).GetProperty("name").GetString();

    private static (long Attempts, long PromptTokens, long CompletionTokens, long CostMicroUsd) Sums(JsonElement sums) => (
        sums.GetProperty("attempts").GetInt64(),
        sums.GetProperty("prompt_tokens").GetInt64(),
        sums.GetProperty("completion_tokens").GetInt64(),
        sums.GetProperty("cost_micro_usd").GetInt64());
}
