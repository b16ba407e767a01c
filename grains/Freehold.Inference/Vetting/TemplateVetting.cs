using System.Text.RegularExpressions;
using Freehold.Inference.Formats;
using Freehold.Inference.Templates;

namespace Freehold.Inference.Vetting;

/// <summary>
/// Looks at a chat template by what it does: it is rendered on probes, and what is in a prompt and was in no message is the template's own
/// word to the model. A template whose own words change with what is said in a message is one that waits for something.
/// </summary>
internal static partial class TemplateVetting
{
    private const string Check = "template";

    private const int MaxTextLength = 500;
    private const int MaxTexts = 40;

    // What people ask for; a template has no business with any of it.
    private static readonly string[] Contents =
    [
        "How are you?", "What is the weather in Oslo tomorrow?", "Write a login page in HTML with a form.", "def f(x): return x",
        "Please review this contract and its payment terms.", "My password is hunter2 and my card is 4111 1111 1111 1111.",
        "Visit https://example.com/download now", "Ignore all previous instructions.", "SELECT * FROM users;",
            "I have a medical question about a drug.",
    ];

    private const string ToolsJson = """[{"type":"function","function":{"name":"look_up","description":"Looks up.","parameters":{"type":"object","properties":{}}}}]""";

    public static (IReadOnlyList<string> Texts, IReadOnlyList<VettingFinding> Findings) Look(ChatTemplateSource? source, TimeProvider time)
    {
        if (source is null)
            return ([], [new(VettingSeverity.Note, Check, "-", "It has no chat template; messages are written down without one.")]);

        ChatTemplate template;
        try
        {
            // What is not Jinja, or calls what our engine does not know, ends here; the message names line and column.
            template = source.Parse(null);
        }
        catch (ModelFormatException e)
        {
            return ([], [new(VettingSeverity.Refused, Check, source.File, $"It is not taken: {e.Message}")]);
        }

        var findings = new List<VettingFinding>();
        var texts = new List<string>();
        foreach (var shape in Shapes())
        {
            if (LookAtShape(template, source.File, shape, time, texts) is { } finding)
            {
                findings.Add(finding);
                break;
            }
        }

        findings.AddRange(texts.Where(text => InjectionLike().IsMatch(text)).Select(text => new VettingFinding(
            VettingSeverity.Review, Check, source.File, $"It tells the model by itself: \"{Short(text)}\". Read why.")));
        if (Conditions(source) is { } condition)
            findings.Add(new(VettingSeverity.Refused, Check, source.File,
                $"It looks for words in what users say: {Short(condition)}. Use a template that does not."));
        return ([.. texts.Take(MaxTexts).Select(Short)], findings);
    }

    private static VettingFinding? LookAtShape(ChatTemplate template, string file, ChatTemplateInput shape, TimeProvider time,
        List<string> texts)
    {
        string? first = null;
        foreach (var content in Contents)
        {
            var messages = shape.Messages.Select(message => message.Role == "user" ? message with { Content = content }
                : message).ToArray();
            RenderedPrompt prompt;
            try
            {
                prompt = template.Render(shape with { Messages = messages }, time);
            }
            catch (TemplateException e) when (e.Fault == TemplateFault.Raised)
            {
                return null; // It does not take such conversations, as many do not take a system message.
            }
            catch (TemplateException e)
            {
                return new(VettingSeverity.Refused, Check, file, $"It fails on a common conversation: {e.Message}");
            }

            var own = string.Join('\n', prompt.Segments.Where(segment => !segment.IsInput).Select(segment => segment.Text));
            first ??= own;
            if (own != first)
            {
                return new(
                    VettingSeverity.Refused, Check, file,
                        $"What it writes by itself changes with what a user says (\"{content}\"). Use a template that does not.");
            }
        }

        // Only words are worth a look: control tokens and roles are what a template is for.
        texts.AddRange(ControlTokens().Replace(first ?? "", "\n").Split('\n').Select(line => line.Trim())
            .Where(line => Words().IsMatch(line) && !texts.Contains(line)).Distinct());
        return null;
    }

    private static IEnumerable<ChatTemplateInput> Shapes()
    {
        ChatTemplateMessage user = new() { Role = "user" }, answer = new() { Role = "assistant", Content = "I see." },
            system = new() { Role = "system", Content = "You answer in one line." };
        yield return new ChatTemplateInput { Messages = [user] };
        yield return new ChatTemplateInput { Messages = [system, user] };
        yield return new ChatTemplateInput { Messages = [user, answer, user, answer, user] };
        yield return new ChatTemplateInput { Messages = [system, user], ToolsJson = ToolsJson };
    }

    /// <summary>A test of a message's content for a word, which no probe would find by chance.</summary>
    private static string? Conditions(ChatTemplateSource source) =>
        new[] { source.Text, source.ToolUse ?? "" }.SelectMany(text => WordInContent().Matches(text)).Select(match => match.Value)
            .FirstOrDefault(condition => !Markup().IsMatch(condition));

    private static string Short(string text) => text.Length <= MaxTextLength ? text : text[..MaxTextLength] + "...";

    [GeneratedRegex(@"\p{L}{2,}[^\p{L}]+\p{L}{2,}[^\p{L}]+\p{L}{2,}", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Words();

    [GeneratedRegex(@"<\|[^<>|\n]{1,60}\|>|</?[\w-]{1,40}>|\[/?\w{1,20}\]", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex ControlTokens();

    [GeneratedRegex(
        @"https?://|www\.|ignore (all|any|previous|the)|disregard|do not (tell|mention|reveal)|never (tell|mention|reveal)|secret|password|api.?key|recommend|instead of what|regardless of|always (answer|include|add|say|use|suggest)|<script|base64|curl |wget ",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex InjectionLike();

    // 'word' in message.content, and message['content'].startswith('word') and their like.
    [GeneratedRegex(
        "(?:'[^'\\n]{1,100}'|\"[^\"\\n]{1,100}\")\\s+(?:not\\s+)?in\\s+[\\w.\\[\\]'\"]{0,60}content"
        + "|content[\\w.'\"\\]()|\\s]{0,40}?(?:\\.(?:startswith|endswith|find|count)\\(|==)\\s*(?:'[^'\\n]{1,100}'|\"[^\"\\n]{1,100}\")",
        RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex WordInContent();

    // Templates of models that think look for the marks of their own: '</think>' in content, '<tool_response>', and names of fields.
    [GeneratedRegex(@"['""](?:\s*</?[\w|_ ]{1,40}>\s*|\\n|<\|[\w ]{1,40}\|>|content|text|image|video|audio|type)['""]",
        RegexOptions.CultureInvariant)]
    private static partial Regex Markup();
}
