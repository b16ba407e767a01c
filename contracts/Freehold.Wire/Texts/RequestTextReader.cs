using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Freehold.Wire.Errors;
using Freehold.Wire.Requests;

namespace Freehold.Wire.Texts;

/// <summary>
/// Reads every text of a request, of whichever API: every string and every name at any depth, those of fields that we do not know too, because
/// the body goes to a provider as it is. Strings that hold JSON, as arguments of tools do, are read as what they hold.
/// </summary>
/// <remarks>
/// One pass, linear in the body. Stateless and thread-safe. A name that comes twice in one object is refused: one reader takes the first, another
/// the last, and what was checked would not be what is used.
/// </remarks>
public static class RequestTextReader
{
    /// <summary>Reads the texts.</summary>
    /// <param name="body">A body that <see cref="RequestReader"/> has read.</param>
    /// <param name="maxChars">Most characters that are read; over it the result is not whole.</param>
    /// <param name="texts">The texts, when the body is good; to be disposed.</param>
    /// <param name="error">A 400, when it is not.</param>
    /// <returns>Whether the body is good.</returns>
    public static bool TryRead(
        ReadOnlySpan<byte> body, int maxChars, [NotNullWhen(true)] out RequestTexts? texts, [NotNullWhen(false)] out WireError? error)
    {
        texts = null;
        using var collector = new TextCollector(maxChars);
        try
        {
            new BodyTextReader(collector).Read(body);
            error = null;
            texts = collector.ToTexts();
            return true;
        }
        catch (BodyTextException exception)
        {
            error = exception.Error;
        }
        catch (JsonException exception)
        {
            error = MalformedBody.Describe(exception);
        }

        return false;
    }
}
