using System.Text.Json;
using Freehold.Contracts.Distillation;
using Freehold.Gateway.Tests.Support;

namespace Freehold.Gateway.Tests.Students;

/// <summary>A student of a workload answers where it is let and where it is sure, and its teacher everywhere else.</summary>
public sealed class StudentTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_student_that_leads_answers_and_says_its_digest(bool stream)
    {
        await using var house = await StudentHouse.StartAsync();
        await house.PublishAsync(ToySpecialist.First);

        var answer = (await house.AskAsync(stream: stream)).Expect(200);

        Assert.Equal("refund", stream ? answer.Sse.Text : answer.Text);
        Assert.Equal(ToySpecialist.First.Digest, answer["x-freehold-model-digest"]);
        Assert.Equal("student/triage", answer["x-freehold-model"]);
        Assert.Equal("0.000000", answer["x-freehold-cost-usd"]);
        Assert.DoesNotContain(house.Teacher.Requests, request => request.Method == "POST");
        var outcome = await house.House.Admin.OutcomeAsync(stream ? answer.Sse.Id : answer.Id);
        Assert.Equal(ToySpecialist.First.Digest, outcome.GetProperty("model_digest").GetString());
        Assert.Equal(["answered"], ResultsOf(outcome));
        var student = outcome.GetProperty("student");
        Assert.Equal(("student", true, "refund"), (
            student.GetProperty("arm").GetString(), student.GetProperty("would_serve").GetBoolean(), student.GetProperty("answer").GetString()));
        Assert.Equal(
            outcome.GetProperty("attempts")[0].GetProperty("probability").GetDouble(), student.GetProperty("probability").GetDouble());
    }

    [Fact]
    public async Task A_student_answers_a_legacy_completion_too()
    {
        await using var house = await StudentHouse.StartAsync();
        await house.PublishAsync(ToySpecialist.First);

        var answer = (await house.House.Admin.PostAsync(
            "/v1/completions", new { model = "auto", prompt = ToySpecialist.Sure }, ("x-freehold-workload", StudentHouse.Workload))).Expect(200);

        Assert.Equal("refund", answer.Json.GetProperty("choices")[0].GetProperty("text").GetString());
        Assert.Equal("student/triage", answer["x-freehold-model"]);
    }

    [Fact]
    public async Task Below_its_threshold_the_teacher_is_asked()
    {
        await using var house = await StudentHouse.StartAsync();
        await house.PublishAsync(ToySpecialist.First, serveAt: 1);

        var answer = (await house.AskAsync("send it")).Expect(200);

        Assert.Equal("mock/mock-model", answer["x-freehold-model"]);
        Assert.Equal("send it", answer.Text);
        Assert.StartsWith("auto: escalated from student/triage, because ", answer["x-freehold-decision"], StringComparison.Ordinal);
        var outcome = await house.House.Admin.OutcomeAsync(answer.Id);
        Assert.Equal(["escalated", "answered"], ResultsOf(outcome));
        Assert.False(outcome.GetProperty("student").GetProperty("would_serve").GetBoolean());
        Assert.Equal(JsonValueKind.Null, ErrorOf(outcome));
    }

    [Fact]
    public async Task Out_of_its_scope_the_teacher_is_asked_whatever_the_threshold()
    {
        await using var house = await StudentHouse.StartAsync();
        await house.PublishAsync(ToySpecialist.First, serveAt: 0);

        var answer = (await house.AskAsync(ToySpecialist.OutOfScope)).Expect(200);

        Assert.Equal(ToySpecialist.OutOfScope, answer.Text);
        Assert.Contains("out of its scope", answer["x-freehold-decision"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_nobody_else_answers_an_answer_below_the_threshold_still_does_not_go_out()
    {
        await using var house = await StudentHouse.StartAsync();
        await house.PublishAsync(ToySpecialist.First, serveAt: 1);
        await house.Teacher.DisposeAsync();

        var answer = await house.AskAsync("send it");

        Assert.InRange((int)answer.Status, 500, 599);
    }

    [Fact]
    public async Task A_client_that_names_a_model_gets_that_model()
    {
        await using var house = await StudentHouse.StartAsync();
        await house.PublishAsync(ToySpecialist.First);

        var answer = (await house.AskAsync(model: "mock/mock-model")).Expect(200);

        Assert.Equal("mock/mock-model", answer["x-freehold-model"]);
        Assert.Equal(JsonValueKind.Null, StudentOf(await house.House.Admin.OutcomeAsync(answer.Id)));
    }

    [Fact]
    public async Task A_request_that_a_class_cannot_answer_goes_to_the_teacher()
    {
        await using var house = await StudentHouse.StartAsync();
        await house.PublishAsync(ToySpecialist.First);
        object[] turns = [new { role = "user", content = "Hello" }, new { role = "assistant", content = "Yes?" }, new { role = "user", content = "refund" }];
        Body[] bodies =
        [
            Chats.Body("auto", "refund") | ("n", 2),
            Chats.Body("auto", "refund") | ("logprobs", true),
            Chats.Body("auto", "refund") | ("response_format", new { type = "json_object" }),
            Chats.Body("auto", "refund") | ("tools", new[] { new { type = "function", function = new { name = "f" } } }),
            Chats.Body("auto", "refund") | ("messages", turns),
        ];

        foreach (var body in bodies)
        {
            Assert.Equal("mock/mock-model", (await house.AskAsync(body)).Expect(200)["x-freehold-model"]);
        }
    }

    [Fact]
    public async Task Without_its_weights_the_teacher_answers_and_the_outcome_says_why()
    {
        await using var house = await StudentHouse.StartAsync();
        await house.PublishAsync(new string('a', 64), RolloutStage.Promoted, 1, 0.5, "v1");

        var answer = (await house.AskAsync()).Expect(200);

        Assert.Equal("mock/mock-model", answer["x-freehold-model"]);
        Assert.Equal("missing", (await house.StudentOfAsync(answer.Id)).GetProperty("error").GetString());
    }

    [Theory]
    [InlineData("remove", RolloutStage.Promoted, "refund to [email_address] please")]
    [InlineData("remove", RolloutStage.Shadow, "refund to [email_address] please")]
    [InlineData("refuse", RolloutStage.Promoted, "refund to bob.miller@example.com please")]
    public async Task It_reads_a_text_in_the_form_in_which_it_learned_such_texts(string personalData, RolloutStage stage, string read)
    {
        const string Text = "refund to bob.miller@example.com please";
        await using var house = await StudentHouse.StartAsync($$"""
            zones: {public: [any], internal: [any], confidential: [any], restricted: [any]}
            training: {allow: true, personal_data: {{personalData}} }
            workloads: {triage: {distill: {student: specialist, max_latency_ms: 10000} } }
            """);
        await house.PublishAsync(ToySpecialist.First, RolloutStage.Promoted, serveAt: 0);
        (await house.AskAsync()).Expect(200); // It is loaded.
        await house.PublishAsync(ToySpecialist.First, stage, serveAt: 0);

        var expected = ToySpecialist.First.Predict(read).Probability;
        Assert.NotEqual(expected, ToySpecialist.First.Predict(read == Text ? "refund to [email_address] please" : Text).Probability);
        await Eventually.GetAsync($"a student that reads '{read}' in {stage}", async () =>
        {
            var student = await house.StudentOfAsync((await house.AskAsync(Text)).Expect(200).Id);
            return student.GetProperty("arm").GetString() == (stage == RolloutStage.Shadow ? "shadow" : "student")
                && student.TryGetProperty("probability", out var probability) && probability.ValueKind == JsonValueKind.Number
                ? probability.GetDouble().Equals(expected) ? "" : throw new InvalidOperationException($"{probability} is not {expected}.")
                : null;
        });
    }

    [Fact]
    public async Task The_explanation_shows_the_student_that_most_requests_get()
    {
        await using var house = await StudentHouse.StartAsync();
        await house.PublishAsync(ToySpecialist.First, share: 0.75);

        var shown = (await house.House.Admin.PostAsync(
            "/v1/route/explain", new { prompt = "refund" }, ("x-freehold-workload", StudentHouse.Workload))).Expect(200);

        Assert.Contains("student/triage", shown.Body, StringComparison.Ordinal);
    }

    private static string[] ResultsOf(JsonElement outcome) =>
        [.. outcome.GetProperty("attempts").EnumerateArray().Select(attempt => attempt.GetProperty("result").GetString()!)];

    private static JsonValueKind ErrorOf(JsonElement outcome) =>
        outcome.GetProperty("student").TryGetProperty("error", out var error) ? error.ValueKind : JsonValueKind.Null;

    private static JsonValueKind StudentOf(JsonElement outcome) =>
        outcome.TryGetProperty("student", out var student) ? student.ValueKind : JsonValueKind.Null;
}
