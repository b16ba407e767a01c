using System.Diagnostics.CodeAnalysis;
using Freehold.Wire.Completions;
using Freehold.Wire.Embeddings;
using Freehold.Wire.Errors;
using Freehold.Wire.Json;

namespace Freehold.Wire.Requests;

/// <summary>Reads the members of a request for embeddings.</summary>
internal struct EmbeddingsRequestParser
{
    private string? _model, _format, _user;
    private CompletionPrompt? _input;
    private int? _dimensions;

    public static bool TryRead(ref JsonCursor cursor, [NotNullWhen(true)] out EmbeddingsRequest? request)
    {
        var parser = default(EmbeddingsRequestParser);
        request = null;
        while (cursor.NextMember(out var field))
        {
            if (!parser.TryMember(ref cursor, field)) return false;
        }

        if (!parser.TryFinish(ref cursor)) return false;
        request = new EmbeddingsRequest
        {
            Model = parser._model!,
            Input = parser._input!,
            AsBase64 = parser._format == "base64",
            Dimensions = parser._dimensions,
        };
        return true;
    }

    private bool TryMember(ref JsonCursor cursor, RequestField field)
    {
        switch (field)
        {
            case RequestField.Model: return cursor.TryString("model", out _model);
            case RequestField.Input: return PromptParser.TryRead(ref cursor, PromptPaths.Input, out _input);
            case RequestField.EncodingFormat: return cursor.TryOptionalString("encoding_format", out _format);
            case RequestField.Dimensions: return cursor.TryInt("dimensions", 1, int.MaxValue, out _dimensions);
            case RequestField.User: return cursor.TryOptionalString("user", out _user);
            default:
                cursor.Reader.Skip();
                return true;
        }
    }

    private readonly bool TryFinish(ref JsonCursor cursor) =>
        _model is null ? cursor.Fail(RequestErrors.Missing("model"))
        : _model.Length == 0 ? cursor.Fail(RequestErrors.InvalidValue("model", "the name is empty; GET /v1/models lists the names"))
        : _input is null ? cursor.Fail(RequestErrors.Missing("input"))
        : _format is null or "float" or "base64"
        || cursor.Fail(RequestErrors.InvalidValue("encoding_format", $"'{_format}' is none; use float or base64"));
}
