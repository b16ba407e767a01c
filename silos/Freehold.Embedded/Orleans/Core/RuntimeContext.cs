namespace Orleans.Runtime;

/// <summary>The activation whose turn runs on this thread.</summary>
internal static class RuntimeContext
{
    [ThreadStatic]
    private static Freehold.Embedded.Activations.Activation? _current;

    public static Freehold.Embedded.Activations.Activation? Current
    {
        get => _current;
        set => _current = value;
    }
}
