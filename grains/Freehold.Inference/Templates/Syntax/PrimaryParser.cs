using System.Globalization;
using System.Text;
using Freehold.Inference.Templates.Library;
using Freehold.Inference.Templates.Values;

namespace Freehold.Inference.Templates.Syntax;

/// <summary>Parses literals, names, brackets, and what follows them: attributes, items, slices and calls.</summary>
internal sealed class PrimaryParser(TokenStream tokens)
{
    // Globals of Jinja that make state or random text; no chat template needs them.
    private static readonly string[] UnsupportedGlobals = ["cycler", "joiner", "lipsum", "self", "super"];

    public Expression Parse(ExpressionParser expressions)
    {
        var token = tokens.Current;
        switch (token.Kind)
        {
            case TemplateTokenKind.Name:
                tokens.Take();
                return ParseName(expressions, token);
            case TemplateTokenKind.String:
                return new LiteralExpression(token.At, TemplateText.OfTemplate(TakeStrings()));
            case TemplateTokenKind.Integer:
                tokens.Take();
                return Int128.TryParse(token.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var integer)
                    ? new LiteralExpression(token.At, new TemplateInt(integer))
                    : throw TemplateException.Unsupported("a number of more than 127 bits", token.At);
            case TemplateTokenKind.Float:
                tokens.Take();
                return new LiteralExpression(token.At, new TemplateFloat(double.Parse(token.Text, CultureInfo.InvariantCulture)));
            default:
                return ParseBrackets(expressions, token);
        }
    }

    public Expression ParsePostfix(ExpressionParser expressions, Expression value)
    {
        while (true)
        {
            var at = tokens.Current.At;
            if (tokens.TrySkip("."))
                value = ParseAttribute(value, at);
            else if (tokens.TrySkip("["))
                value = ParseSubscript(expressions, value, at);
            else if (tokens.IsAt("("))
                value = ParseCall(expressions, value, at);
            else
                return value;
        }
    }

    private static Expression ParseName(ExpressionParser expressions, TemplateToken token)
    {
        switch (token.Text)
        {
            case "true" or "True":
                return new LiteralExpression(token.At, TemplateBool.True);
            case "false" or "False":
                return new LiteralExpression(token.At, TemplateBool.False);
            case "none" or "None":
                return new LiteralExpression(token.At, TemplateNone.Value);
            default:
                expressions.NamesRead.Add(token.Text);
                return new NameExpression(token.At, token.Text);
        }
    }

    private string TakeStrings()
    {
        var text = tokens.Take().Text;
        if (tokens.Current.Kind != TemplateTokenKind.String)
            return text;
        var all = new StringBuilder(text); // Neighbouring literals are one, as in Python.
        while (tokens.Current.Kind == TemplateTokenKind.String)
            all.Append(tokens.Take().Text);
        return all.ToString();
    }

    private Expression ParseBrackets(ExpressionParser expressions, TemplateToken token)
    {
        if (tokens.TrySkip("("))
        {
            var inner = tokens.IsAt(")") ? new ListExpression(token.At, [], isTuple: true) : expressions.ParseTuple();
            tokens.Expect(")");
            return inner;
        }

        if (tokens.TrySkip("["))
        {
            var items = new List<Expression>();
            while (!tokens.IsAt("]"))
            {
                items.Add(expressions.Parse());
                if (!tokens.TrySkip(","))
                    break;
            }

            tokens.Expect("]");
            return new ListExpression(token.At, [.. items], isTuple: false);
        }

        return tokens.TrySkip("{") ? ParseMap(expressions, token.At) : throw tokens.Unexpected("an expression");
    }

    private MapExpression ParseMap(ExpressionParser expressions, TemplatePosition at)
    {
        var entries = new List<(Expression, Expression)>();
        while (!tokens.IsAt("}"))
        {
            var key = expressions.Parse();
            tokens.Expect(":");
            entries.Add((key, expressions.Parse()));
            if (!tokens.TrySkip(","))
                break;
        }

        tokens.Expect("}");
        return new MapExpression(at, [.. entries]);
    }

    private Expression ParseAttribute(Expression target, TemplatePosition at)
    {
        if (tokens.Current.Kind != TemplateTokenKind.Integer)
            return new AttributeExpression(at, target, tokens.Expect(TemplateTokenKind.Name, "an attribute's name").Text);
        var number = tokens.Take();
        return Int128.TryParse(number.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            ? new ItemExpression(at, target, new LiteralExpression(number.At, new TemplateInt(index)))
            : throw TemplateException.Unsupported("a number of more than 127 bits", number.At);
    }

    private Expression ParseSubscript(ExpressionParser expressions, Expression target, TemplatePosition at)
    {
        var start = tokens.IsAt(":") ? null : expressions.Parse();
        if (!tokens.TrySkip(":"))
        {
            if (tokens.IsAt(","))
                throw TemplateException.Unsupported("a subscript of several values", tokens.Current.At);
            tokens.Expect("]");
            return new ItemExpression(at, target, start!);
        }

        var stop = tokens.IsAt(":") || tokens.IsAt("]") ? null : expressions.Parse();
        var step = tokens.TrySkip(":") && !tokens.IsAt("]") ? expressions.Parse() : null;
        tokens.Expect("]");
        return new SliceExpression(at, target, start, stop, step);
    }

    // Values are data, so the methods that a call may name are known before any value is.
    private static CallExpression ParseCall(ExpressionParser expressions, Expression target, TemplatePosition at)
    {
        if (target is AttributeExpression attribute && !TemplateMembers.IsMethod(attribute.Name))
            throw TemplateException.Unsupported($"the method '{attribute.Name}'", attribute.At);
        if (target is NameExpression name && UnsupportedGlobals.Contains(name.Name))
            throw TemplateException.Unsupported($"the function '{name.Name}'", name.At);
        return new CallExpression(at, target, expressions.ParseArguments());
    }
}
