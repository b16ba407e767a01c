namespace Freehold.Inference.Training.Starter.Generation;

/// <summary>
/// Reads the grammar. Sections: <c>[rule NAME]</c> has one way to say it a line, <c>[value NAME]</c> too but is drawn once a dialog,
/// <c>[words NAME]</c> is a value from words apart by commas, <c>[dialog TASK TOPIC]</c> has lines that begin with user, answer, known or
/// fact, and <c>--</c> between its turns. '! ' before a line, or '!' after <c>user</c>, keeps it out of training; '# ' is a comment.
/// </summary>
internal static class StarterGrammarReader
{
    /// <exception cref="FormatException">The grammar is malformed, or names a rule that is not there.</exception>
    public static StarterGrammar Read(IEnumerable<string> lines)
    {
        var rules = new Dictionary<string, GrammarRule>(StringComparer.Ordinal);
        var dialogs = new List<DialogRule>();
        foreach (var (header, body) in Sections(lines))
        {
            switch (header.Split(' '))
            {
                case ["rule" or "value" or "words", var name]:
                    var alternatives = header.StartsWith("words", StringComparison.Ordinal) ? Words(body) : body.Select(Alternative);
                    if (!rules.TryAdd(name, new GrammarRule([.. alternatives], !header.StartsWith("rule", StringComparison.Ordinal))))
                        throw new FormatException($"[{header}]: '{name}' is there twice.");
                    break;
                case ["dialog", var task, var topic]:
                    dialogs.Add(Dialog(Enum.Parse<StarterTask>(task, ignoreCase: true), topic, body));
                    break;
                default:
                    throw new FormatException($"[{header}] is no section.");
            }
        }

        CheckReferences(rules, dialogs);
        return new StarterGrammar(rules, dialogs);
    }

    private static List<(string Header, List<string> Lines)> Sections(IEnumerable<string> lines)
    {
        var sections = new List<(string Header, List<string> Lines)>();
        foreach (var line in lines)
        {
            if (line.Length == 0 || line.StartsWith("# ", StringComparison.Ordinal))
                continue;
            if (line is ['[', .., ']'])
                sections.Add((line[1..^1], []));
            else if (sections.Count > 0)
                sections[^1].Lines.Add(line);
            else
                throw new FormatException($"'{line}' stands before the first section.");
        }

        return sections;
    }

    private static IEnumerable<GrammarLine> Words(List<string> lines) => lines
        .SelectMany(line => line.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        .Select(word => GrammarLine.Parse(word, isHeldOut: false));

    private static GrammarLine Alternative(string line) =>
        line.StartsWith("! ", StringComparison.Ordinal) ? GrammarLine.Parse(line[2..], isHeldOut: true) : GrammarLine.Parse(line, isHeldOut: false);

    private static DialogRule Dialog(StarterTask task, string topic, List<string> lines)
    {
        GrammarLine? fact = null, answer = null, known = null;
        var (users, turns) = (new List<GrammarLine>(), new List<TurnRule>());
        foreach (var line in lines.Append("--"))
        {
            var space = line.IndexOf(' ', StringComparison.Ordinal);
            var (tag, text) = space < 0 ? (line, "") : (line[..space], line[(space + 1)..]);
            switch (tag)
            {
                case "user" or "user!":
                    users.Add(GrammarLine.Parse(text, tag[^1] == '!'));
                    break;
                case "answer":
                    answer = GrammarLine.Parse(text, isHeldOut: false);
                    break;
                case "known":
                    known = GrammarLine.Parse(text, isHeldOut: false);
                    break;
                case "fact":
                    fact = GrammarLine.Parse(text, isHeldOut: false);
                    break;
                case "--" when answer is not null && users.Count > 0:
                    turns.Add(new TurnRule([.. users], answer, known));
                    (users, answer, known) = ([], null, null);
                    break;
                default:
                    throw new FormatException($"[dialog {topic}]: '{line}' is out of place.");
            }
        }

        return new DialogRule(task, topic, fact, [.. turns]);
    }

    private static void CheckReferences(Dictionary<string, GrammarRule> rules, List<DialogRule> dialogs)
    {
        var lines = rules.Values.SelectMany(rule => rule.Lines)
            .Concat(dialogs.SelectMany(dialog => dialog.Turns).SelectMany(turn => turn.User.Append(turn.Answer).Append(turn.Known ?? turn.Answer)))
            .Concat(dialogs.Select(dialog => dialog.Fact).OfType<GrammarLine>());
        foreach (var name in lines.SelectMany(line => line.References).Distinct())
        {
            if (!rules.ContainsKey(name) && !InventedValues.Names.Contains(name) && name != ExtractionWriter.FieldsReference)
                throw new FormatException($"There is no rule '{name}'.");
        }
    }
}
