using System.Text.Json;
using Freehold.Testing;

namespace Freehold.Inference.Tests.Models;

/// <summary>What a float64 run of the stories260K model gave.</summary>
internal sealed record GoldenStories(string Prompt, int[] PromptIds, double[][] PromptLogits, int[] GreedyIds, string GreedyText)
{
    public static string GgufPath => Require("stories260K.gguf");

    public static string HuggingFacePath => Require("hf");

    public static GoldenStories Load()
    {
        var root = JsonDocument.Parse(File.ReadAllText(Require("golden.json"))).RootElement;
        return new GoldenStories(
            root.GetProperty("prompt").GetString()!,
            Ints(root.GetProperty("prompt_ids")),
            [.. root.GetProperty("prompt_logits_float64").EnumerateArray().Select(row => row.EnumerateArray().Select(x => x.GetDouble()).ToArray())],
            Ints(root.GetProperty("greedy_ids")),
            root.GetProperty("greedy_text").GetString()!);
    }

    private static int[] Ints(JsonElement array) => [.. array.EnumerateArray().Select(element => element.GetInt32())];

    private static string Require(string name)
    {
        if (RepositoryPaths.SharedData("stories260K", name) is { } path)
            return path;
        Assert.Skip(RepositoryPaths.MissingSharedData($"stories260K/{name}"));
        throw new InvalidOperationException("Skip does not return.");
    }
}
