namespace Freehold.Inference.Templates.Values;

/// <summary>
/// A value that a template can reach: a closed set of data, so that nothing of the process is within reach of a template. All kinds are
/// immutable but <see cref="TemplateNamespace"/> and <see cref="TemplateLoop"/>.
/// </summary>
internal abstract class TemplateValue
{
    /// <summary>Python's name of the type, for messages.</summary>
    public abstract string TypeName { get; }

    /// <summary>Python's truth.</summary>
    public virtual bool IsTrue => true;

    /// <summary>Levels of lists and maps: 0 where the value holds no others.</summary>
    public virtual int Depth => 0;
}

/// <summary>Jinja's default Undefined: empty as text and as a sequence, false, and an error to look into or to calculate with.</summary>
internal sealed class TemplateUndefined(string reason) : TemplateValue
{
    /// <summary>What is undefined, as a clause.</summary>
    public string Reason => reason;

    public override string TypeName => "Undefined";

    public override bool IsTrue => false;
}

internal sealed class TemplateNone : TemplateValue
{
    public static readonly TemplateNone Value = new();

    public override string TypeName => "NoneType";

    public override bool IsTrue => false;
}

internal sealed class TemplateBool(bool value) : TemplateValue
{
    public static readonly TemplateBool True = new(true), False = new(false);

    public override string TypeName => "bool";

    public override bool IsTrue => value;

    public static TemplateBool Of(bool value) => value ? True : False;
}

/// <summary>An integer. Python's have no bound; 128 bits hold what a template counts and each number of a tool's schema.</summary>
internal sealed class TemplateInt(Int128 value) : TemplateValue
{
    public Int128 Value => value;

    public override string TypeName => "int";

    public override bool IsTrue => value != 0;

    /// <summary>The nearest 32-bit number: what an index or a count needs of it.</summary>
    public int Clamped => (int)Int128.Clamp(value, int.MinValue, int.MaxValue);
}

internal sealed class TemplateFloat(double value) : TemplateValue
{
    public double Value => value;

    public override string TypeName => "float";

    public override bool IsTrue => value != 0;
}

/// <summary>A list or a tuple.</summary>
internal sealed class TemplateList(TemplateValue[] items, bool isTuple = false) : TemplateValue
{
    public static readonly TemplateList Empty = new([]);

    public TemplateValue[] Items => items;

    public bool IsTuple => isTuple;

    /// <summary>
    /// What most of Jinja's filters over sequences give: true even where it is empty, and without a length, until <c>list</c> makes it a
    /// list. Templates can tell; that its elements are made at once here they cannot.
    /// </summary>
    public bool IsGenerator { get; private init; }

    public override string TypeName => IsGenerator ? "generator" : isTuple ? "tuple" : "list";

    public override bool IsTrue => IsGenerator || items.Length > 0;

    public static TemplateList Generator(IEnumerable<TemplateValue> items) => new([.. items]) { IsGenerator = true };

    public override int Depth { get; } = ValueDepth.Above(items);
}

/// <summary>Attributes that can be set from inside a loop.</summary>
internal sealed class TemplateNamespace : TemplateValue
{
    public Dictionary<string, TemplateValue> Attributes { get; } = new(StringComparer.Ordinal);

    public override string TypeName => "Namespace";
}

/// <summary>The variable <c>loop</c>.</summary>
internal sealed class TemplateLoop(TemplateValue[] items) : TemplateValue
{
    public TemplateValue[] Items => items;

    public int Index { get; set; }

    /// <summary>What <c>loop.changed</c> was last asked about.</summary>
    public TemplateValue? LastChecked { get; set; }

    public override string TypeName => "LoopContext";
}

/// <summary>A macro, a method bound to its value, or a function of the environment.</summary>
internal sealed class TemplateFunction(string name, Func<CallArguments, TemplateValue> body) : TemplateValue
{
    public string Name => name;

    public override string TypeName => "function";

    public TemplateValue Invoke(CallArguments arguments) => body(arguments);
}
