using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Freehold.Wire.Chat;
using Freehold.Wire.Completions;
using Freehold.Wire.Embeddings;
using Freehold.Wire.Errors;
using Freehold.Wire.Feedback;
using Freehold.Wire.Json;
using Freehold.Wire.Texts;

namespace Freehold.Wire.Requests;

/// <summary>
/// Reads and checks a whole request body in one pass. Never throws on a bad body: the error says what is wrong and at which
/// field. Unknown fields are ignored, because they may mean something to a provider; duplicate ones <see cref="RequestTextReader"/> refuses.
/// </summary>
/// <remarks>Stateless and thread-safe. <see cref="RawJson"/> values of the result are slices of the body.</remarks>
public static class RequestReader
{
    private delegate bool Parse<T>(ref JsonCursor cursor, [NotNullWhen(true)] out T? request) where T : class;

    /// <summary>Reads the body of <c>POST /v1/chat/completions</c>.</summary>
    /// <param name="body">UTF-8 JSON.</param>
    /// <param name="request">The request, when it is good.</param>
    /// <param name="error">A 400, when it is not.</param>
    /// <returns>Whether the request is good.</returns>
    public static bool TryReadChat(
        ReadOnlyMemory<byte> body, [NotNullWhen(true)] out ChatCompletionRequest? request, [NotNullWhen(false)] out WireError? error) =>
        TryRead(body, ChatRequestParser.TryRead, out request, out error);

    /// <summary>Reads the body of <c>POST /v1/completions</c>.</summary>
    /// <param name="body">UTF-8 JSON.</param>
    /// <param name="request">The request, when it is good.</param>
    /// <param name="error">A 400, when it is not.</param>
    /// <returns>Whether the request is good.</returns>
    public static bool TryReadCompletion(
        ReadOnlyMemory<byte> body, [NotNullWhen(true)] out CompletionRequest? request, [NotNullWhen(false)] out WireError? error) =>
        TryRead(body, CompletionRequestParser.TryRead, out request, out error);

    /// <summary>Reads the body of <c>POST /v1/embeddings</c>.</summary>
    /// <param name="body">UTF-8 JSON.</param>
    /// <param name="request">The request, when it is good.</param>
    /// <param name="error">A 400, when it is not.</param>
    /// <returns>Whether the request is good.</returns>
    public static bool TryReadEmbeddings(
        ReadOnlyMemory<byte> body, [NotNullWhen(true)] out EmbeddingsRequest? request, [NotNullWhen(false)] out WireError? error) =>
        TryRead(body, EmbeddingsRequestParser.TryRead, out request, out error);

    /// <summary>Reads the body of <c>POST /v1/feedback</c>.</summary>
    /// <param name="body">UTF-8 JSON.</param>
    /// <param name="request">The request, when it is good.</param>
    /// <param name="error">A 400, when it is not.</param>
    /// <returns>Whether the request is good.</returns>
    public static bool TryReadFeedback(
        ReadOnlyMemory<byte> body, [NotNullWhen(true)] out FeedbackRequest? request, [NotNullWhen(false)] out WireError? error) =>
        TryRead(body, FeedbackParser.TryRead, out request, out error);

    private static bool TryRead<T>(
        ReadOnlyMemory<byte> body, Parse<T> parse, [NotNullWhen(true)] out T? request, [NotNullWhen(false)] out WireError? error)
        where T : class
    {
        request = null;
        error = MalformedBody.Check(body.Span);
        if (error is not null) return false;
        try
        {
            var cursor = new JsonCursor(body);
            cursor.Reader.Read();
            var ok = cursor.Is(JsonTokenType.StartObject)
                ? parse(ref cursor, out request)
                : cursor.Fail(RequestErrors.NotAnObject(RequestErrors.Describe(ref cursor.Reader)));

            // A body cut short or with something after its object is malformed, whatever else is wrong with it; a field's error
            // is still the more useful one.
            if (ok) while (cursor.Reader.Read()) { }
            error = cursor.Error;
        }
        catch (JsonException exception)
        {
            error = MalformedBody.Describe(exception);
        }

        if (error is not null) request = null;
        return error is null;
    }
}
