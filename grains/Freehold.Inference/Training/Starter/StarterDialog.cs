namespace Freehold.Inference.Training.Starter;

/// <summary>What a dialog is an example of.</summary>
public enum StarterTask
{
    /// <summary>Greetings, thanks and goodbyes.</summary>
    Greeting,

    /// <summary>Questions to a support desk.</summary>
    Support,

    /// <summary>Values of a message as a JSON object.</summary>
    Extraction,

    /// <summary>A few sentences in one.</summary>
    Summary,

    /// <summary>What was said, once more.</summary>
    Repetition,

    /// <summary>Questions about the model itself.</summary>
    Identity,

    /// <summary>Everything else, to which the answer is that the model does not know.</summary>
    Unknown,
}

/// <summary>One turn of a dialog.</summary>
/// <param name="Role">system, user or assistant</param>
/// <param name="Text">What is said.</param>
public sealed record StarterTurn(string Role, string Text);

/// <summary>A generated dialog; its last turn is the assistant's.</summary>
/// <param name="Task">What the last turn is an example of.</param>
/// <param name="Topic">Name of the dialog's rule in the grammar.</param>
/// <param name="Turns">In order: a system prompt where there is one, then user and assistant in turns.</param>
public sealed record StarterDialog(StarterTask Task, string Topic, IReadOnlyList<StarterTurn> Turns)
{
    /// <summary>The role of instructions.</summary>
    public const string System = "system";

    /// <summary>The role of questions.</summary>
    public const string User = "user";

    /// <summary>The role of answers.</summary>
    public const string Assistant = "assistant";

    /// <summary>The answer that is asked for.</summary>
    public string Answer => Turns[^1].Text;

    /// <summary>What comes before it.</summary>
    public IEnumerable<StarterTurn> Prompt => Turns.Take(Turns.Count - 1);

    /// <summary>Of extraction: the JSON schema of the object that is asked for; else null.</summary>
    public string? Schema { get; init; }
}
