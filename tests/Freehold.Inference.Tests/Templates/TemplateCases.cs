using System.Text.Json;
using Freehold.Inference.Templates;

namespace Freehold.Inference.Tests.Templates;

/// <summary>What the cases of expressions and statements are rendered with.</summary>
internal static class TemplateCases
{
    public static string Render(string template, string variables = Variables)
    {
        using var document = JsonDocument.Parse(variables);
        var input = new ChatTemplateInput
        {
            Messages = [],
            Variables = document.RootElement.EnumerateObject().ToDictionary(member => member.Name, member => member.Value),
        };
        return ChatTemplate.Parse(template).Render(input, Clock).Text;
    }

    public static readonly TimeProvider Clock = new FixedClock(new DateTimeOffset(2026, 3, 7, 4, 5, 9, TimeSpan.Zero));

    public const string Variables = """
        {
            "s": "Hello World",
            "e": "",
            "n": null,
            "i": 7,
            "f": 2.5,
            "b": true,
            "neg": -3,
            "l": [3, 1, 2],
            "ls": ["b", "A", "c", "a"],
            "d": {"a": 1, "b": "x", "items": 5, "get": "g"},
            "nested": {"k": [1, {"z": null, "y": [true, 1.5, "q'uote"]}], "\u00e9": "\u00fc\ud83d\ude00"},
            "u": "na\u00efve \ud83d\ude00 fa\u00e7ade \u65e5\u672c\n\tx",
            "m": [{"role": "user", "content": "hi", "n": 2},
                {"role": "assistant", "content": "yo", "n": 1}, {"role": "user", "content": "bye"}],
            "big": 12345678901234567890,
            "fl": [0.1, 1e+16, 1e-05, 123456789.123,
                1e+22, 1.0, -0.0, 100000.0, 1000000000000000.0, 3.14e-10, 5e-324, 1.7976931348623157e+308],
            "q": "it's",
            "dq": "say \"x\"",
            "both": "a'b\"c\\",
            "ws": "  \t pad me \n ",
            "lines": "one\ntwo\r\nthree\n\nfour",
            "mixed": [1, "a", null, true, 2.0, [1, 2], {"x": 1}],
            "dup": ["a", "A", "b", "a"],
            "html": "<a href=\"x\">&'"
        }
        """;

    private sealed class FixedClock(DateTimeOffset now) : TimeProvider
    {
        public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

        public override DateTimeOffset GetUtcNow() => now;
    }
}
