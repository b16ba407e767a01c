using System.Text.Json;
using Freehold.Inference.Constraints;
using Freehold.Inference.Tests.Models;

namespace Freehold.Inference.Tests.Constraints;

/// <summary>Whatever the schema and whatever the model says, the answer is valid.</summary>
public sealed class RandomSchemaTests(ITestOutputHelper output)
{
    [Fact]
    public void A_thousand_random_schemas_with_random_logits_give_a_thousand_valid_answers() =>
        Assert.Equal(1_000, CountValid(new ConstrainedRun(new SyntheticVocabulary()), 1_000));

    [Fact]
    public void So_they_do_with_a_real_vocabulary()
    {
        using var model = LoadedModel.Load(GoldenStories.GgufPath);
        Assert.Equal(100, CountValid(new ConstrainedRun(model.Tokenizer!), 100));
    }

    [Fact]
    public void The_smallest_budget_that_can_hold_an_answer_holds_one()
    {
        var run = new ConstrainedRun(new SyntheticVocabulary());
        for (var seed = 0; seed < 200; seed++)
        {
            var schema = new RandomSchema(seed).Create();
            var machine = run.Compile(schema);
            var (text, _) = run.Write(machine, seed, machine.Start.MinBytes, temperature: 2f);
            AssertValid(schema, text);
        }
    }

    [Fact]
    public void Any_json_object_is_an_object()
    {
        var run = new ConstrainedRun(new SyntheticVocabulary());
        var machine = run.Compile(ResponseFormat.JsonObject);
        for (var seed = 0; seed < 50; seed++)
        {
            using var value = JsonDocument.Parse(run.Write(machine, seed, 120, temperature: 2f).Text);
            Assert.Equal(JsonValueKind.Object, value.RootElement.ValueKind);
        }
    }

    private int CountValid(ConstrainedRun run, int count)
    {
        var tokens = 0;
        for (var seed = 0; seed < count; seed++)
        {
            var schema = new RandomSchema(seed).Create();
            var machine = run.Compile(schema);
            var answer = run.Write(machine, seed, machine.Start.MinBytes + 10 + seed % 80, seed % 2 == 0 ? 1f : 2f);
            AssertValid(schema, answer.Text);
            tokens += answer.Tokens;
        }

        output.WriteLine($"{count} of {count} answers valid, {tokens} tokens");
        return count;
    }

    private static void AssertValid(string schema, string text)
    {
        using var rules = JsonDocument.Parse(schema);
        JsonDocument value;
        try
        {
            value = JsonDocument.Parse(text);
        }
        catch (JsonException exception)
        {
            Assert.Fail($"{text} is not JSON ({exception.Message}) under {schema}");
            throw;
        }

        using (value)
            Assert.True(new SchemaValidator(rules.RootElement).Validate(value.RootElement) is not { } fault, $"{text} under {schema}");
    }
}
