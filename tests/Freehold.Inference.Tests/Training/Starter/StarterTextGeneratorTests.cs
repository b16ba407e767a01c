using System.Text.Json;
using Freehold.Inference.Training.Starter;
using Freehold.Inference.Training.Starter.Generation;

namespace Freehold.Inference.Tests.Training.Starter;

public class StarterTextGeneratorTests
{
    private const int Many = 1_500;

    [Fact]
    public void The_same_seed_gives_the_same_dialogs_and_another_seed_others()
    {
        Assert.Equal(Texts(7, false, 200), Texts(7, false, 200));
        Assert.NotEqual(Texts(7, false, 200), Texts(8, false, 200));
        Assert.NotEqual(Texts(7, false, 200), Texts(7, true, 200));
    }

    [Fact]
    public void Every_dialog_ends_with_an_answer_and_turns_alternate()
    {
        foreach (var dialog in Dialogs(1, false, Many).Concat(Dialogs(1, true, Many)))
        {
            var roles = dialog.Turns.Select(turn => turn.Role).SkipWhile(role => role == StarterDialog.System).ToArray();
            Assert.Equal(roles.Length / 2 * 2, roles.Length);
            Assert.All(roles.Index(), role => Assert.Equal(role.Index % 2 == 0 ? StarterDialog.User : StarterDialog.Assistant, role.Item));
            Assert.All(dialog.Turns, turn => Assert.False(string.IsNullOrWhiteSpace(turn.Text)));
            Assert.DoesNotContain(dialog.Turns, turn => turn.Text.AsSpan().ContainsAny("<>|"));
        }
    }

    [Fact]
    public void Every_extraction_is_an_object_of_the_keys_that_its_schema_requires_with_values_of_its_prompt()
    {
        var generator = new StarterTextGenerator(2);
        for (var i = 0; i < Many; i++)
        {
            var dialog = generator.Next(StarterTask.Extraction);
            using var answer = JsonDocument.Parse(dialog.Answer);
            using var schema = JsonDocument.Parse(dialog.Schema!);
            var prompt = string.Join('\n', dialog.Prompt.Select(turn => turn.Text));

            Assert.Equal(
                schema.RootElement.GetProperty("required").EnumerateArray().Select(key => key.GetString()!),
                answer.RootElement.EnumerateObject().Select(property => property.Name));
            foreach (var property in answer.RootElement.EnumerateObject())
            {
                // Days are written as ISO 8601 has them, whatever the message's way.
                if (property.Value.ValueKind != JsonValueKind.Null && !property.Name.EndsWith("date", StringComparison.Ordinal) && property.Name != "day")
                    Assert.Contains(property.Value.ToString(), prompt, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void Every_topic_and_every_task_occurs()
    {
        var dialogs = Dialogs(3, false, 6_000).ToArray();

        Assert.Equal(Enum.GetValues<StarterTask>().ToHashSet(), dialogs.Select(dialog => dialog.Task).ToHashSet());
        var topics = StarterGrammar.Shared.Dialogs.Select(dialog => dialog.Topic).ToHashSet();
        Assert.Superset(topics, dialogs.Select(dialog => dialog.Topic).ToHashSet());
    }

    [Fact]
    public void Names_and_orders_that_are_measured_with_are_never_learned_from()
    {
        Assert.Empty(Values(false).Intersect(Values(true)));
        Assert.True(Values(false).Count > 1_000);

        static HashSet<string> Values(bool heldOut)
        {
            var generator = new StarterTextGenerator(4, heldOut);
            var answers = Enumerable.Range(0, Many).Select(_ => generator.Next(StarterTask.Extraction).Answer);
            return [.. answers.SelectMany(Texts)];
        }

        static IEnumerable<string> Texts(string answer)
        {
            using var document = JsonDocument.Parse(answer);
            return [.. document.RootElement.EnumerateObject()
                .Where(property => property.Name.Contains("name", StringComparison.Ordinal) || property.Name.StartsWith("order", StringComparison.Ordinal))
                .Where(property => !property.Name.EndsWith("date", StringComparison.Ordinal) && property.Value.ValueKind == JsonValueKind.String)
                .Select(property => property.Value.GetString()!)];
        }
    }

    [Fact]
    public void Questions_that_are_measured_with_are_never_learned_from()
    {
        foreach (var turn in StarterGrammar.Shared.Dialogs.SelectMany(dialog => dialog.Turns))
            Assert.Contains(turn.User, line => !line.IsHeldOut);
        var learned = new StarterScene(StarterGrammar.Shared, new(1), heldOut: false);
        var measured = new StarterScene(StarterGrammar.Shared, new(1), heldOut: true);
        foreach (var turn in StarterGrammar.Shared.Dialogs.SelectMany(dialog => dialog.Turns))
        {
            for (var i = 0; i < 20; i++)
            {
                Assert.False(learned.Choose(turn.User).IsHeldOut);
                Assert.True(measured.Choose(turn.User).IsHeldOut);
            }
        }
    }

    [Fact]
    public void A_fact_that_the_system_prompt_states_is_in_the_answer()
    {
        var known = 0;
        foreach (var dialog in Dialogs(5, false, 6_000).Where(dialog => dialog is { Topic: "hours", Turns: [{ Role: StarterDialog.System }, ..] }))
        {
            if (dialog.Turns[0].Text.Split("Opening hours: ") is not [_, var stated])
                continue;
            Assert.Contains(stated.Split('.')[0], dialog.Answer, StringComparison.Ordinal);
            known++;
        }

        Assert.True(known > 5);
    }

    [Theory]
    [InlineData("a (b", "no end")]
    [InlineData("a <b", "no partner")]
    [InlineData("a b)", "no beginning")]
    public void A_malformed_line_is_refused(string line, string says) =>
        Assert.Contains(says, Assert.Throws<FormatException>(() => GrammarLine.Parse(line, false)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("there is no rule", "[rule a]", "x <b>")]
    [InlineData("is no section", "[a b c d]")]
    [InlineData("before the first", "x")]
    [InlineData("twice", "[rule a]", "x", "[rule a]", "x")]
    [InlineData("out of place", "[dialog support x]", "user x")]
    public void A_malformed_grammar_is_refused(string says, params string[] lines) => Assert.Contains(
        says, Assert.Throws<FormatException>(() => StarterGrammarReader.Read(lines)).Message, StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<StarterDialog> Dialogs(ulong seed, bool heldOut, int count)
    {
        var generator = new StarterTextGenerator(seed, heldOut);
        return Enumerable.Range(0, count).Select(_ => generator.Next());
    }

    private static List<string> Texts(ulong seed, bool heldOut, int count) =>
        [.. Dialogs(seed, heldOut, count).SelectMany(dialog => dialog.Turns).Select(turn => $"{turn.Role}: {turn.Text}")];
}
