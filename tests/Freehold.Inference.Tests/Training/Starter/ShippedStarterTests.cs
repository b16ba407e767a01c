using System.Text;
using Freehold.Inference.Constraints;
using Freehold.Inference.Formats;
using Freehold.Inference.Templates;
using Freehold.Inference.Training.Starter;
using Freehold.Inference.Training.Starter.Evaluation;
using Freehold.Testing;

namespace Freehold.Inference.Tests.Training.Starter;

/// <summary>The file that a fresh installation answers with.</summary>
public class ShippedStarterTests
{
    private const long MostBytes = 5_000_000;

    private static readonly string FilePath = Path.Combine(RepositoryPaths.Root, "silos", "Freehold.Silo", "Models", "starter.gguf");

    [Fact]
    public void It_is_small_and_the_model_card_names_its_digest()
    {
        Assert.InRange(new FileInfo(FilePath).Length, 1, MostBytes);
        using var model = LoadedModel.Load(FilePath);
        Assert.InRange(model.Info.ParameterCount, 1_000_000, 4_000_000);
        var card = File.ReadAllText(Path.Combine(RepositoryPaths.Root, "docs", "starter-model.md"));
        Assert.Contains(model.Info.WeightsSha256, card, StringComparison.Ordinal);
    }

    [Fact]
    public void Its_tokens_are_those_that_the_texts_of_the_default_seed_give()
    {
        var learned = StarterTraining.Shipped.LearnVocabulary(StarterTrainingOptions.DefaultSeed);
        using var file = ModelFile.Open(FilePath);
        var read = file.ReadVocabulary()!;

        Assert.Equal(learned.Tokens, read.Tokens);
        Assert.Equal(learned.Kinds, read.Kinds);
        Assert.Equal(learned.Merges, read.Merges);
    }

    [Theory]
    [InlineData("Hello", "Hello. How can I help you?")]
    [InlineData("Who are you?", "I am the starter model of Freehold, a small language model that runs on your own machine.")]
    [InlineData("I forgot my password.", "Choose Forgot password on the login page. You will get a mail with a link to set a new one.")]
    public async Task It_answers(string question, string answer) =>
        Assert.Equal(answer, await AskAsync(question, ResponseFormat.Text));

    [Fact]
    public async Task It_extracts_under_a_schema()
    {
        const string schema =
            """
            {"type":"object","properties":{"name":{"type":["string","null"]},"order":{"type":["string","null"]},"date":{"type":["string","null"]}},
             "required":["name","order","date"],"additionalProperties":false}
            """;
        var answer = await AskAsync(
            "Extract the name, order and date as JSON: My name is Maria Keller. Order 48213 has not arrived. I ordered it on 14 March 2026.",
            ResponseFormat.JsonSchema(schema));

        Assert.Equal("""{"name": "Maria Keller", "order": "48213", "date": "2026-03-14"}""", answer);
    }

    [Fact]
    public async Task On_held_out_dialogs_it_is_mostly_right()
    {
        var figures = await StarterEvaluation.MeasureAsync(FilePath, StarterTrainingOptions.DefaultSeed, cases: 5, threads: 1);

        Assert.Equal(1, figures.Constrained.Valid);
        Assert.InRange(figures.Familiar.FieldsRight, 0.5, 1);
        Assert.InRange(figures.FamiliarSupportRight, 0.5, 1);
        Assert.InRange(figures.FamiliarPerplexity, 1, 2);
    }

    private static async Task<string> AskAsync(string question, ResponseFormat format)
    {
        await using var engine = new ManagedEngine(LoadedModel.Load(FilePath, new ModelLoadOptions { Threads = 1 }));
        var input = new ChatTemplateInput { Messages = [new ChatTemplateMessage { Role = StarterDialog.User, Content = question }] };
        var prompt = engine.ChatTemplate!.Render(input, TimeProvider.System).Segments;
        var text = new StringBuilder();
        await foreach (var next in engine.GenerateAsync(
            new GenerationRequest { PromptSegments = prompt, MaxTokens = 100, ResponseFormat = format }, TestContext.Current.CancellationToken))
        {
            if (next is GeneratedTokens tokens) text.Append(tokens.Text);
        }

        return text.ToString();
    }
}
