using Freehold.Gateway.Tests.Support;

namespace Freehold.Gateway.Tests.Training;

/// <summary>Personal data never reaches what is kept to train with, and what is kept can be forgotten.</summary>
public sealed class TranscriptPrivacyTests
{
    private const string Mail = "ann.lee@corp.example.com";
    private const string Text = $"Pay {Mail} with 4111 1111 1111 1111.";

    private static readonly string Confidential =
        TrainingHouse.Policy.Replace("max_label: internal", "max_label: confidential", StringComparison.Ordinal);

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task Personal_data_is_replaced_in_the_prompt_and_in_the_answer(bool stream, bool reversible)
    {
        await using var house = await TrainingHouse.StartAsync(
            Confidential + (reversible ? "\nlabels: {redaction: reversible}" : ""), echoPieceChars: 3);

        var answer = await house.AskAsync(Text, stream);

        Assert.Equal(Text, stream ? answer.Sse.Text : answer.Text);
        var kept = Assert.Single(await house.KeptAsync()).Transcript;
        Assert.Equal("Pay [email_address] with [credit_card].", Assert.Single(kept.Turns).Content);
        Assert.Equal(("Pay [email_address] with [credit_card].", true), (kept.Answer, kept.Redacted));
    }

    [Fact]
    public async Task An_answer_that_is_a_class_of_the_policy_is_kept_though_it_looks_like_personal_data()
    {
        const string Classes = "workloads: {tickets: {distill: {student: specialist, classes: [Ann Lee, other]}}";
        await using var house = await TrainingHouse.StartAsync(Confidential.Replace("workloads: {tickets: {}", Classes, StringComparison.Ordinal));

        await house.AskAsync("Ann Lee");
        await house.AskAsync("Ann Lee of Berlin");

        Assert.Equal(
            [("[person]", "Ann Lee"), ("[person] of Berlin", "[person] of Berlin")],
            (await house.KeptAsync()).Select(kept => (kept.Transcript.Turns[0].Content, kept.Transcript.Answer)));
    }

    [Fact]
    public async Task Where_policy_refuses_it_an_exchange_with_personal_data_is_not_kept()
    {
        await using var house = await TrainingHouse.StartAsync(
            Confidential.Replace("{allow: true", "{allow: true, personal_data: refuse", StringComparison.Ordinal));

        await house.AskAsync(Text);
        await house.AskAsync("The parcel is late.");

        Assert.Equal("The parcel is late.", Assert.Single(await house.KeptAsync()).Transcript.Answer);
    }

    [Fact]
    public async Task A_label_above_the_policys_keeps_an_exchange_out()
    {
        await using var house = await TrainingHouse.StartAsync();

        var answer = await house.AskAsync(Text);

        Assert.Equal("Confidential", answer["x-freehold-label"]);
        Assert.Empty(await house.KeptAsync());
    }

    [Fact]
    public async Task A_text_whose_label_could_not_be_found_is_never_kept()
    {
        await using var house = await TrainingHouse.StartAsync(
            TrainingHouse.Policy.Replace("max_label: internal", "max_label: restricted", StringComparison.Ordinal)
            + "\nlabels: {time_limit_ms: 1}");
        var slow = string.Concat(Enumerable.Repeat("Ann Lee of Berlin pays 12 euro. ", 1_500)); // Some pieces: far more than a millisecond.

        var answer = await house.AskAsync(slow, model: "mock/m");

        Assert.Contains("the analysis took longer", answer["x-freehold-decision"], StringComparison.Ordinal);
        Assert.Empty(await house.KeptAsync());
    }

    [Fact]
    public async Task An_administrator_forgets_one_exchange_or_a_workload_and_the_audit_chain_says_so()
    {
        await using var house = await TrainingHouse.StartAsync();
        var first = (await house.AskAsync("first")).Id;
        await house.AskAsync("second");

        Assert.Equal(1, await ForgetAsync($"/{first}"));
        Assert.Equal(0, await ForgetAsync($"/{first}"));
        Assert.Equal("second", Assert.Single(await house.KeptAsync()).Transcript.Answer);
        Assert.Equal(1, await ForgetAsync("?workload=tickets"));

        Assert.Empty(await house.KeptAsync());
        Assert.Equal("completed", (await house.Admin.OutcomeAsync(first)).GetProperty("status").GetString());
        var audit = (await house.Admin.GetAsync("/admin/tenants/default/audit?limit=3")).Expect(200).Json.GetProperty("data");
        Assert.Equal(["tickets", first, first], audit.EnumerateArray().Select(entry => entry.GetProperty("subject").GetString()));
        Assert.All(audit.EnumerateArray(), entry => Assert.Equal("transcripts.forgotten", entry.GetProperty("action").GetString()));
        Assert.All(audit.EnumerateArray(), entry => Assert.StartsWith("default/", entry.GetProperty("actor").GetString(), StringComparison.Ordinal));

        async Task<int> ForgetAsync(string path) => CountOf(await DeleteAsync(house.Admin, $"default/transcripts{path}"));
    }

    [Fact]
    public async Task Nobody_forgets_for_others_and_what_names_nothing_is_refused()
    {
        await using var house = await TrainingHouse.StartAsync();
        var other = await house.House.TenantAsync("other");
        var kept = (await house.AskAsync("first")).Id;

        (await DeleteAsync(other, $"default/transcripts/{kept}")).ExpectError(403, "insufficient_permissions");
        (await DeleteAsync(house.Admin, "nobody/transcripts?workload=tickets")).ExpectError(404, "not_found");
        (await DeleteAsync(house.Admin, "default/transcripts")).ExpectError(400, "invalid_value");
        Assert.Equal(0, CountOf(await DeleteAsync(house.Admin, $"other/transcripts/{kept}")));

        Assert.Single(await house.KeptAsync());
    }

    private static Task<ApiAnswer> DeleteAsync(ApiClient client, string path) =>
        client.SendTextAsync(HttpMethod.Delete, $"/admin/tenants/{path}", null);

    private static int CountOf(ApiAnswer answer) => answer.Expect(200).Json.GetProperty("transcripts").GetInt32();
}
