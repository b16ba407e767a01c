namespace Freehold.Inference.Templates.Values;

/// <summary>The arguments of one call, evaluated.</summary>
internal sealed record CallArguments(TemplateValue[] Positional, (string Name, TemplateValue Value)[] Named)
{
    public static readonly CallArguments None = new([], []);

    /// <summary>Sorts the arguments to a function's parameters; null where one was not given.</summary>
    public TemplateValue?[] Bind(string function, params ReadOnlySpan<string> parameters)
    {
        var values = new TemplateValue?[parameters.Length];
        if (Positional.Length > parameters.Length)
            throw RenderFaultException.Evaluation($"{function}() takes {parameters.Length} arguments, {Positional.Length} were given");
        Positional.CopyTo(values, 0);
        foreach (var (name, value) in Named)
        {
            var place = parameters.IndexOf(name);
            if (place < 0)
                throw RenderFaultException.Evaluation($"{function}() has no parameter '{name}'");
            if (values[place] is not null)
                throw RenderFaultException.Evaluation($"{function}() was given its parameter '{name}' twice");
            values[place] = value;
        }

        return values;
    }

    /// <summary>The only argument, which must be there.</summary>
    public TemplateValue Single(string function, string parameter) =>
        Bind(function, parameter)[0] ?? throw RenderFaultException.Evaluation($"{function}() needs its argument '{parameter}'");
}
