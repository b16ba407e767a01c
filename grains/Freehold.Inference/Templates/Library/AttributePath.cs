using System.Globalization;
using Freehold.Inference.Templates.Values;

namespace Freehold.Inference.Templates.Library;

/// <summary>What filters call an attribute: names or numbers with dots between them, or a number.</summary>
internal static class AttributePath
{
    public static TemplateValue Of(RenderContext context, TemplateValue value, TemplateValue path)
    {
        if (path is not TemplateText text)
            return TemplateMembers.Item(context, value, path);
        foreach (var range in text.Value.AsSpan().Split('.'))
        {
            var name = text.Value[range];
            context.Budget.SpendSteps();
            TemplateValue key = int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
                ? new TemplateInt(index)
                : TemplateText.OfTemplate(name);
            value = TemplateMembers.Item(context, value, key);
        }

        return value;
    }
}
