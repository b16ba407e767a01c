using System.Globalization;
using Freehold.Inference.Templates.Values;

namespace Freehold.Inference.Templates.Library;

/// <summary>
/// Python's <c>str.format</c> with places <c>{}</c>, <c>{0}</c> and <c>{name}</c>; a conversion or a format after a colon is refused.
/// </summary>
internal static class BraceFormat
{
    public static TemplateValue Apply(RenderContext context, TemplateText text, CallArguments arguments)
    {
        var output = context.NewText();
        var next = 0;
        for (var at = 0; at < text.Value.Length; at++)
        {
            var c = text.Value[at];
            if (c is '{' or '}' && at + 1 < text.Value.Length && text.Value[at + 1] == c)
            {
                output.Append(text, at++, 1);
                continue;
            }

            if (c == '}')
                throw RenderFaultException.Evaluation("a format has a single '}'");
            if (c != '{')
            {
                output.Append(text, at, 1);
                continue;
            }

            var end = text.Value.IndexOf('}', at);
            if (end < 0)
                throw RenderFaultException.Evaluation("a format's '{' is not closed");
            PythonText.Write(output, Place(arguments, text.Value[(at + 1)..end], ref next));
            at = end;
        }

        return output.ToText();
    }

    private static TemplateValue Place(CallArguments arguments, string name, ref int next)
    {
        if (name.Length == 0 || int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out _))
        {
            var index = name.Length == 0 ? next++ : int.Parse(name, CultureInfo.InvariantCulture);
            return index < arguments.Positional.Length
                ? arguments.Positional[index]
                : throw RenderFaultException.Evaluation("a format has more places than values");
        }

        foreach (var (key, value) in arguments.Named)
        {
            if (key == name)
                return value;
        }

        throw RenderFaultException.Evaluation($"a format's place '{name}' has no value; only {{}}, {{0}} and {{name}} are supported");
    }
}
