using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Freehold.Wire.Completions;
using Freehold.Wire.Errors;
using Freehold.Wire.Json;

namespace Freehold.Wire.Requests;

/// <summary>The field that a prompt is read from, and the paths of what is in it.</summary>
/// <param name="Field">The field.</param>
/// <param name="Item">An element of it.</param>
/// <param name="Token">An id in an element of it.</param>
internal sealed record PromptPaths(string Field, string Item, string Token)
{
    public static readonly PromptPaths Prompt = new("prompt", "prompt[#]", "prompt[#][#]");
    public static readonly PromptPaths Input = new("input", "input[#]", "input[#][#]");
}

/// <summary>Reads the four forms of a legacy prompt, and of texts to embed: a string, strings, token ids, or lists of token ids.</summary>
internal static class PromptParser
{
    private const string Expected = "a string, an array of strings, an array of token ids, or an array of token id arrays";

    public static bool TryRead(ref JsonCursor cursor, PromptPaths paths, [NotNullWhen(true)] out CompletionPrompt? prompt)
    {
        prompt = null;
        if (cursor.Is(JsonTokenType.String))
        {
            if (cursor.TryString(paths.Field, out var only)) prompt = new CompletionPrompt([only]);
            return prompt is not null;
        }

        if (!cursor.Is(JsonTokenType.StartArray)) return cursor.FailType(paths.Field, Expected);
        if (!cursor.NextElement()) return cursor.Fail(RequestErrors.EmptyArray(paths.Field));
        return cursor.Reader.TokenType switch
        {
            JsonTokenType.String => TryTexts(ref cursor, paths, out prompt),
            JsonTokenType.Number =>
                TryTokens(ref cursor, paths, null, out var tokens) && (prompt = new CompletionPrompt([tokens])) is not null,
            JsonTokenType.StartArray => TryTokenLists(ref cursor, paths, out prompt),
            _ => cursor.FailType(new FieldPath(paths.Item), "a string, a token id or an array of token ids"),
        };
    }

    private static bool TryTexts(ref JsonCursor cursor, PromptPaths paths, out CompletionPrompt? prompt)
    {
        prompt = null;
        var texts = new List<string>();
        do
        {
            if (!cursor.TryString(new FieldPath(paths.Item, texts.Count), out var text)) return false;
            texts.Add(text);
            if (texts.Count > RequestLimits.Prompts) return cursor.Fail(RequestErrors.TooMany(paths.Field, RequestLimits.Prompts));
        }
        while (cursor.NextElement());
        prompt = new CompletionPrompt(texts);
        return true;
    }

    private static bool TryTokenLists(ref JsonCursor cursor, PromptPaths paths, out CompletionPrompt? prompt)
    {
        prompt = null;
        var lists = new List<int[]>();
        do
        {
            var path = new FieldPath(paths.Item, lists.Count);
            if (!cursor.Is(JsonTokenType.StartArray)) return cursor.FailType(path, "an array of token ids");
            if (!cursor.NextElement()) return cursor.Fail(RequestErrors.EmptyArray(path.ToString()));
            if (!TryTokens(ref cursor, paths, lists.Count, out var tokens)) return false;
            lists.Add(tokens);
            if (lists.Count > RequestLimits.Prompts) return cursor.Fail(RequestErrors.TooMany(paths.Field, RequestLimits.Prompts));
        }
        while (cursor.NextElement());
        prompt = new CompletionPrompt(lists);
        return true;
    }

    /// <summary>Reads ids from the first one to the end of their array.</summary>
    private static bool TryTokens(ref JsonCursor cursor, PromptPaths paths, int? list, out int[] tokens)
    {
        var ids = new List<int>();
        tokens = [];
        do
        {
            var path = list is { } at ? new FieldPath(paths.Token, at, ids.Count) : new FieldPath(paths.Item, ids.Count);
            if (cursor.IsNull) return cursor.FailType(path, "an integer");
            if (!cursor.TryInt(path, 0, int.MaxValue, out var id)) return false;
            ids.Add(id!.Value);
        }
        while (cursor.NextElement());
        tokens = [.. ids];
        return true;
    }
}
