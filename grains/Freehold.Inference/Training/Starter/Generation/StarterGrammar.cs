using System.Reflection;

namespace Freehold.Inference.Training.Starter.Generation;

/// <summary>A rule: lines of which one is taken.</summary>
/// <param name="Lines">At least one.</param>
/// <param name="IsValue">True: drawn once a dialog, so that question and answer name the same.</param>
internal sealed record GrammarRule(GrammarLine[] Lines, bool IsValue);

/// <summary>A question and its answer.</summary>
/// <param name="User">Ways to ask.</param>
/// <param name="Answer">The answer.</param>
/// <param name="Known">The answer where the system prompt states the topic's fact; null: there is none.</param>
internal sealed record TurnRule(GrammarLine[] User, GrammarLine Answer, GrammarLine? Known);

/// <summary>What is said about one topic.</summary>
/// <param name="Task">What it is an example of.</param>
/// <param name="Topic">Its name, unique.</param>
/// <param name="Fact">What a system prompt may state about it; null: nothing.</param>
/// <param name="Turns">At least one.</param>
internal sealed record DialogRule(StarterTask Task, string Topic, GrammarLine? Fact, TurnRule[] Turns);

/// <summary>Everything that is said, from the texts beside this file. Immutable; shared by all threads.</summary>
internal sealed class StarterGrammar(Dictionary<string, GrammarRule> rules, IReadOnlyList<DialogRule> dialogs)
{
    private static readonly Lazy<StarterGrammar> Built = new(() => StarterGrammarReader.Read(ResourceLines()));

    public static StarterGrammar Shared => Built.Value;

    public IReadOnlyList<DialogRule> Dialogs => dialogs;

    /// <summary>The facts that a system prompt may state.</summary>
    public IReadOnlyList<GrammarLine> Facts { get; } = [.. dialogs.Select(dialog => dialog.Fact).OfType<GrammarLine>()];

    /// <summary>Every word that a value may be, or a part of one.</summary>
    public IEnumerable<string> ValueWords => rules.Values.Where(rule => rule.IsValue).SelectMany(rule => rule.Lines)
        .Where(line => !line.References.Any())
        .SelectMany(line => ((line.Parts is [LiteralPart literal] ? literal.Text : "").Split(' ')))
        .Where(word => word.Length > 0 && word.All(char.IsAsciiLetter));

    public GrammarRule? Find(string name) => rules.GetValueOrDefault(name);

    private static IEnumerable<string> ResourceLines()
    {
        var assembly = Assembly.GetExecutingAssembly();
        var names = assembly.GetManifestResourceNames().Where(name => name.Contains(".Starter.Generation.Texts.", StringComparison.Ordinal));
        foreach (var name in names.Order(StringComparer.Ordinal))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            while (reader.ReadLine() is { } line)
                yield return line;
        }
    }
}
