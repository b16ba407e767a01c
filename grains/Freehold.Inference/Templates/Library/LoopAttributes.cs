using Freehold.Inference.Templates.Values;

namespace Freehold.Inference.Templates.Library;

/// <summary>The attributes of <c>loop</c>.</summary>
internal static class LoopAttributes
{
    public static TemplateValue? Find(RenderContext context, TemplateLoop loop, string name)
    {
        var (index, count) = (loop.Index, loop.Items.Length);
        return name switch
        {
            "index" => new TemplateInt(index + 1),
            "index0" => new TemplateInt(index),
            "revindex" => new TemplateInt(count - index),
            "revindex0" => new TemplateInt(count - index - 1),
            "first" => TemplateBool.Of(index == 0),
            "last" => TemplateBool.Of(index == count - 1),
            "length" => new TemplateInt(count),
            "depth" => new TemplateInt(1),
            "depth0" => new TemplateInt(0),
            "previtem" => index > 0 ? loop.Items[index - 1] : new TemplateUndefined("there is no previous item"),
            "nextitem" => index + 1 < count ? loop.Items[index + 1] : new TemplateUndefined("there is no next item"),
            "cycle" => new TemplateFunction(name, a => a.Positional.Length > 0
                ? a.Positional[index % a.Positional.Length]
                : throw RenderFaultException.Evaluation("cycle() needs values")),
            "changed" => new TemplateFunction(name, a => TemplateBool.Of(HasChanged(context, loop, a))),
            _ => null,
        };
    }

    private static bool HasChanged(RenderContext context, TemplateLoop loop, CallArguments arguments)
    {
        var now = new TemplateList(arguments.Positional, isTuple: true);
        var same = loop.LastChecked is { } last && ValueEquality.AreEqual(context.Budget, last, now);
        loop.LastChecked = now;
        return !same;
    }
}
