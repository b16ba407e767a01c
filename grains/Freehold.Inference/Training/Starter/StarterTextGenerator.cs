using Freehold.Inference.Sampling;
using Freehold.Inference.Training.Starter.Generation;

namespace Freehold.Inference.Training.Starter;

/// <summary>
/// Makes dialogs without end from a grammar of ours: a support desk, extraction to JSON, short summaries, and what a small model says
/// of itself and of what it does not know. Names are invented. The same seed gives the same dialogs on every machine.
/// </summary>
/// <param name="seed">Begin of every random choice.</param>
/// <param name="heldOut">
/// False: what to learn. True: what to measure with, made of ways to ask and of values that the other never has.
/// </param>
/// <remarks>Not thread-safe: one a thread.</remarks>
public sealed class StarterTextGenerator(ulong seed, bool heldOut = false)
{
    private const int MaxFacts = 4, MaxEarlier = 2;

    // Percent of the dialogs. Copying values is the hardest to learn, and gets the most; repetition is where it begins.
    private static readonly (StarterTask Task, int Percent)[] Shares =
    [
        (StarterTask.Extraction, 40), (StarterTask.Repetition, 18), (StarterTask.Support, 17), (StarterTask.Summary, 9), (StarterTask.Unknown, 8),
        (StarterTask.Identity, 5), (StarterTask.Greeting, 3),
    ];

    private static readonly string[] SystemPrompts =
    [
        "You are a helpful assistant.", "You are the support assistant of <company>.", "You are a support agent at <company>. Answer briefly.",
        "Answer the questions of customers.", "You work at the support desk of <company>.", "You are an assistant.", "Be polite and brief.",
    ];

    private readonly StarterGrammar _grammar = StarterGrammar.Shared;
    private readonly SplitMix64 _random = new(heldOut ? seed ^ 0x5bd1_e995_9d1b_58d3 : seed);
    private readonly GrammarLine[] _systemPrompts = [.. SystemPrompts.Select(text => GrammarLine.Parse(text, isHeldOut: false))];

    /// <summary>The next dialog, of a task drawn by its share.</summary>
    public StarterDialog Next()
    {
        var drawn = _random.Next(100);
        foreach (var (task, percent) in Shares)
        {
            if ((drawn -= percent) < 0)
                return Next(task);
        }

        throw new InvalidOperationException("The shares do not make a hundred.");
    }

    /// <summary>The next dialog of a task.</summary>
    public StarterDialog Next(StarterTask task)
    {
        var scene = new StarterScene(_grammar, _random, heldOut);
        return task switch
        {
            StarterTask.Extraction => new ExtractionWriter(_grammar, heldOut).Write(scene),
            StarterTask.Summary or StarterTask.Repetition => Talk(scene, Rule(task), []),
            _ => Conversation(scene, Rule(task)),
        };
    }

    private DialogRule Rule(StarterTask task)
    {
        var rules = _grammar.Dialogs.Where(dialog => dialog.Task == task).ToArray();
        return rules[_random.Next(rules.Length)];
    }

    // A system prompt or none, some turns about other things before or none, and the topic.
    private StarterDialog Conversation(StarterScene scene, DialogRule rule)
    {
        var turns = new List<StarterTurn>();
        var facts = new List<GrammarLine>();
        if (scene.Chance(0.35))
        {
            facts = Facts(scene, rule);
            var prompt = string.Join(' ', [scene.Expand(scene.Pick(_systemPrompts)), .. facts.Select(fact => scene.Expand(fact) + ".")]);
            turns.Add(new StarterTurn(StarterDialog.System, prompt));
        }

        for (var earlier = 0; earlier < MaxEarlier && scene.Chance(0.15); earlier++)
        {
            var before = Rule(scene.Pick([StarterTask.Greeting, StarterTask.Support, StarterTask.Identity, StarterTask.Unknown]));
            // It would contradict the system prompt not to know what that states.
            if (before.Fact is null || !facts.Contains(before.Fact))
                turns.AddRange(Talk(new StarterScene(_grammar, _random, heldOut), before, []).Turns);
        }

        var known = rule.Fact is { } fact && facts.Contains(fact);
        return Talk(scene, rule, turns, known);
    }

    private List<GrammarLine> Facts(StarterScene scene, DialogRule rule)
    {
        var facts = new List<GrammarLine>();
        var wanted = scene.Random.Next(MaxFacts + 1);
        for (var i = 0; i < wanted; i++)
        {
            var fact = scene.Pick(_grammar.Facts);
            if (!facts.Contains(fact))
                facts.Add(fact);
        }

        if (rule.Fact is { } own && !facts.Contains(own) && scene.Chance(0.7))
            facts.Insert(scene.Random.Next(facts.Count + 1), own);
        return facts;
    }

    private static StarterDialog Talk(StarterScene scene, DialogRule rule, List<StarterTurn> turns, bool known = false)
    {
        foreach (var turn in rule.Turns)
        {
            var question = scene.Expand(scene.Choose(turn.User));
            turns.Add(new StarterTurn(StarterDialog.User, rule.Task is StarterTask.Summary or StarterTask.Repetition ? question : CasualWriting.Write(scene, question)));
            turns.Add(new StarterTurn(StarterDialog.Assistant, scene.Expand(known && turn.Known is { } stated ? stated : turn.Answer)));
        }

        return new StarterDialog(rule.Task, rule.Topic, turns);
    }
}
