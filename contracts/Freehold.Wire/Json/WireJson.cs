using System.Text.Encodings.Web;
using System.Text.Json;

namespace Freehold.Wire.Json;

/// <summary>How this project reads and writes JSON.</summary>
public static class WireJson
{
    /// <summary>
    /// Nesting beyond which a body is refused. The deepest documented requests (JSON schemas of tools) stay well below, and
    /// readers behind us that recurse are kept from overflowing their stacks.
    /// </summary>
    public const int MaxDepth = 64;

    internal static readonly JsonReaderOptions ReaderOptions = new() { MaxDepth = MaxDepth };

    // Answers go to API clients, never into HTML: text stays readable UTF-8, as OpenAI sends it.
    internal static readonly JsonWriterOptions WriterOptions = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };
}
