using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Freehold.Wire.Completions;
using Freehold.Wire.Errors;
using Freehold.Wire.Json;

namespace Freehold.Wire.Requests;

/// <summary>Reads the four forms of a legacy prompt: a string, strings, token ids, or lists of token ids.</summary>
internal static class PromptParser
{
    private const string Expected = "a string, an array of strings, an array of token ids, or an array of token id arrays";

    public static bool TryRead(ref JsonCursor cursor, [NotNullWhen(true)] out CompletionPrompt? prompt)
    {
        prompt = null;
        if (cursor.Is(JsonTokenType.String))
        {
            if (cursor.TryString("prompt", out var only)) prompt = new CompletionPrompt([only]);
            return prompt is not null;
        }

        if (!cursor.Is(JsonTokenType.StartArray)) return cursor.FailType("prompt", Expected);
        if (!cursor.NextElement()) return cursor.Fail(RequestErrors.EmptyArray("prompt"));
        return cursor.Reader.TokenType switch
        {
            JsonTokenType.String => TryTexts(ref cursor, out prompt),
            JsonTokenType.Number =>
                TryTokens(ref cursor, "prompt[#]", 0, out var tokens) && (prompt = new CompletionPrompt([tokens])) is not null,
            JsonTokenType.StartArray => TryTokenLists(ref cursor, out prompt),
            _ => cursor.FailType("prompt[0]", "a string, a token id or an array of token ids"),
        };
    }

    private static bool TryTexts(ref JsonCursor cursor, out CompletionPrompt? prompt)
    {
        prompt = null;
        var texts = new List<string>();
        do
        {
            if (!cursor.TryString(new FieldPath("prompt[#]", texts.Count), out var text)) return false;
            texts.Add(text);
            if (texts.Count > RequestLimits.Prompts) return cursor.Fail(RequestErrors.TooMany("prompt", RequestLimits.Prompts));
        }
        while (cursor.NextElement());
        prompt = new CompletionPrompt(texts);
        return true;
    }

    private static bool TryTokenLists(ref JsonCursor cursor, out CompletionPrompt? prompt)
    {
        prompt = null;
        var lists = new List<int[]>();
        do
        {
            var path = new FieldPath("prompt[#]", lists.Count);
            if (!cursor.Is(JsonTokenType.StartArray)) return cursor.FailType(path, "an array of token ids");
            if (!cursor.NextElement()) return cursor.Fail(RequestErrors.EmptyArray(path.ToString()));
            if (!TryTokens(ref cursor, "prompt[#][#]", lists.Count, out var tokens)) return false;
            lists.Add(tokens);
            if (lists.Count > RequestLimits.Prompts) return cursor.Fail(RequestErrors.TooMany("prompt", RequestLimits.Prompts));
        }
        while (cursor.NextElement());
        prompt = new CompletionPrompt(lists);
        return true;
    }

    /// <summary>Reads ids from the first one to the end of their array.</summary>
    private static bool TryTokens(ref JsonCursor cursor, string pattern, int list, out int[] tokens)
    {
        var ids = new List<int>();
        tokens = [];
        do
        {
            var path = pattern == "prompt[#]" ? new FieldPath(pattern, ids.Count) : new FieldPath(pattern, list, ids.Count);
            if (cursor.IsNull) return cursor.FailType(path, "an integer");
            if (!cursor.TryInt(path, 0, int.MaxValue, out var id)) return false;
            ids.Add(id!.Value);
        }
        while (cursor.NextElement());
        tokens = [.. ids];
        return true;
    }
}
