using Freehold.Inference.Templates.Library;

namespace Freehold.Inference.Templates.Syntax;

/// <summary>Parses expressions by recursive descent; a method per level of precedence, as Jinja orders them.</summary>
internal sealed class ExpressionParser(TokenStream tokens)
{
    private readonly PrimaryParser _primary = new(tokens);

    /// <summary>Every name that was read as a variable, for what a macro's body decides by it.</summary>
    public HashSet<string> NamesRead { get; } = new(StringComparer.Ordinal);

    /// <summary>An expression, or several with commas between them: a tuple.</summary>
    public Expression ParseTuple(bool allowsConditional = true)
    {
        var at = tokens.Current.At;
        var items = new List<Expression>();
        var isTuple = false;
        while (!EndsTuple())
        {
            items.Add(allowsConditional ? Parse() : ParseOr());
            if (!tokens.TrySkip(","))
                break;
            isTuple = true;
        }

        return items.Count switch
        {
            0 => throw tokens.Unexpected("an expression"),
            1 when !isTuple => items[0],
            _ => new ListExpression(at, [.. items], isTuple: true),
        };
    }

    public Expression Parse()
    {
        tokens.Enter();
        var at = tokens.Current.At;
        var value = ParseOr();
        while (tokens.TrySkipName("if"))
        {
            var condition = ParseOr();
            value = new ConditionalExpression(at, condition, value, tokens.TrySkipName("else") ? Parse() : null);
        }

        tokens.Leave();
        return value;
    }

    public Expression ParseOr()
    {
        var left = ParseAnd();
        while (tokens.Current is var token && tokens.TrySkipName("or"))
            left = new BinaryExpression(token.At, BinaryOperator.Or, left, ParseAnd());
        return left;
    }

    public Expression ParseUnary(bool withFilters = true)
    {
        tokens.Enter();
        var token = tokens.Current;
        var value = tokens.TrySkip("-") ? new UnaryExpression(token.At, UnaryOperator.Minus, ParseUnary(withFilters: false))
            : tokens.TrySkip("+") ? new UnaryExpression(token.At, UnaryOperator.Plus, ParseUnary(withFilters: false))
            : _primary.Parse(this);
        value = _primary.ParsePostfix(this, value);
        if (withFilters)
            value = ParseFilters(value);
        tokens.Leave();
        return value;
    }

    /// <summary>The filters and tests that follow a value.</summary>
    public Expression ParseFilters(Expression value)
    {
        while (true)
        {
            if (tokens.IsAt("|"))
                value = ParseFilter(value);
            else if (tokens.IsAtName("is"))
                value = ParseTest(value);
            else if (tokens.IsAt("("))
                value = new CallExpression(tokens.Current.At, value, ParseArguments());
            else
                return value;
        }
    }

    public ArgumentList ParseArguments()
    {
        tokens.Expect("(");
        var items = new List<(string? Name, Expression Value)>();
        while (!tokens.IsAt(")"))
        {
            if (tokens.IsAt("*") || tokens.IsAt("**"))
                throw TemplateException.Unsupported($"'{tokens.Current.Text}' in arguments", tokens.Current.At);
            var isNamed = tokens.Current.Kind == TemplateTokenKind.Name && tokens.Following.Is(TemplateTokenKind.Operator, "=");
            var at = tokens.Current.At;
            var name = isNamed ? tokens.Take().Text : null;
            if (isNamed)
                tokens.Take();
            else if (items.Count > 0 && items[^1].Name is not null)
                throw TemplateException.Syntax("an argument without a name follows one with a name", at);
            if (isNamed && items.Exists(item => item.Name == name))
                throw TemplateException.Syntax($"argument '{name}' is given twice", at);
            items.Add((name, Parse()));
            if (!tokens.TrySkip(","))
                break;
        }

        tokens.Expect(")");
        return items.Count == 0 ? ArgumentList.Empty : new ArgumentList([.. items]);
    }

    private bool EndsTuple() => tokens.Current.Kind is TemplateTokenKind.BlockEnd or TemplateTokenKind.VariableEnd || tokens.IsAt(")");

    private Expression ParseAnd()
    {
        var left = ParseNot();
        while (tokens.Current is var token && tokens.TrySkipName("and"))
            left = new BinaryExpression(token.At, BinaryOperator.And, left, ParseNot());
        return left;
    }

    private Expression ParseNot()
    {
        var token = tokens.Current;
        if (!tokens.TrySkipName("not"))
            return ParseCompare();
        tokens.Enter();
        var operand = ParseNot();
        tokens.Leave();
        return new UnaryExpression(token.At, UnaryOperator.Not, operand);
    }

    private Expression ParseCompare()
    {
        var at = tokens.Current.At;
        var first = ParseAddition();
        var rest = new List<(CompareOperator, Expression)>();
        while (TakeCompareOperator() is { } op)
            rest.Add((op, ParseAddition()));
        return rest.Count == 0 ? first : new CompareExpression(at, first, [.. rest]);
    }

    private CompareOperator? TakeCompareOperator()
    {
        if (tokens.TrySkipName("in"))
            return CompareOperator.In;
        if (tokens.IsAtName("not") && tokens.Following.Is(TemplateTokenKind.Name, "in"))
        {
            tokens.Take();
            tokens.Take();
            return CompareOperator.NotIn;
        }

        CompareOperator? op = tokens.Current is not { Kind: TemplateTokenKind.Operator } token ? null : token.Text switch
        {
            "==" => CompareOperator.Equal,
            "!=" => CompareOperator.NotEqual,
            "<" => CompareOperator.Less,
            "<=" => CompareOperator.LessOrEqual,
            ">" => CompareOperator.Greater,
            ">=" => CompareOperator.GreaterOrEqual,
            _ => null,
        };
        if (op is not null)
            tokens.Take();
        return op;
    }

    private Expression ParseAddition()
    {
        var left = ParseConcat();
        while (tokens.IsAt("+") || tokens.IsAt("-"))
        {
            var token = tokens.Take();
            left = new BinaryExpression(token.At, token.Text == "+" ? BinaryOperator.Add : BinaryOperator.Subtract, left, ParseConcat());
        }

        return left;
    }

    private Expression ParseConcat()
    {
        var left = ParseMultiplication();
        while (tokens.Current is var token && tokens.TrySkip("~"))
            left = new BinaryExpression(token.At, BinaryOperator.Concat, left, ParseMultiplication());
        return left;
    }

    private Expression ParseMultiplication()
    {
        var left = ParsePower();
        while (tokens.Current is { Kind: TemplateTokenKind.Operator, Text: "*" or "/" or "//" or "%" })
        {
            var token = tokens.Take();
            var op = token.Text switch
            {
                "*" => BinaryOperator.Multiply,
                "/" => BinaryOperator.Divide,
                "//" => BinaryOperator.FloorDivide,
                _ => BinaryOperator.Modulo,
            };
            left = new BinaryExpression(token.At, op, left, ParsePower());
        }

        return left;
    }

    private Expression ParsePower()
    {
        var left = ParseUnary();
        while (tokens.Current is var token && tokens.TrySkip("**"))
            left = new BinaryExpression(token.At, BinaryOperator.Power, left, ParseUnary());
        return left;
    }

    public FilterExpression ParseFilter(Expression value)
    {
        tokens.Expect("|");
        var name = tokens.Expect(TemplateTokenKind.Name, "a filter's name");
        if (!TemplateFilters.Contains(name.Text))
            throw TemplateException.Unsupported($"the filter '{name.Text}'", name.At);
        var arguments = tokens.IsAt("(") ? ParseArguments() : ArgumentList.Empty;
        RequireNamedParts(name.Text, arguments);
        return new FilterExpression(name.At, value, name.Text, arguments);
    }

    // Filters and tests that a filter's argument names are refused when the template is read too.
    private static void RequireNamedParts(string filter, ArgumentList arguments)
    {
        var place = filter is "selectattr" or "rejectattr" ? 1 : filter is "map" or "select" or "reject" ? 0 : int.MaxValue;
        if (place >= arguments.Items.Length ||
            arguments.Items[place] is not (null, LiteralExpression { Value: Values.TemplateText { Value: var name } } literal))
        {
            return;
        }

        if (filter == "map" ? !TemplateFilters.Contains(name) : !TemplateTests.Contains(name))
            throw TemplateException.Unsupported($"the {(filter == "map" ? "filter" : "test")} '{name}'", literal.At);
    }

    private Expression ParseTest(Expression value)
    {
        tokens.Take();
        var negates = tokens.TrySkipName("not");
        var name = tokens.Expect(TemplateTokenKind.Name, "a test's name");
        if (!TemplateTests.Contains(name.Text))
            throw TemplateException.Unsupported($"the test '{name.Text}'", name.At);
        var arguments = tokens.IsAt("(") ? ParseArguments()
            : StartsArgument() ? new ArgumentList([(null, _primary.ParsePostfix(this, _primary.Parse(this)))])
            : ArgumentList.Empty;
        var test = new TestExpression(name.At, value, name.Text, arguments);
        return negates ? new UnaryExpression(name.At, UnaryOperator.Not, test) : test;
    }

    private bool StartsArgument() => tokens.Current switch
    {
        { Kind: TemplateTokenKind.Name, Text: "else" or "or" or "and" or "is" or "if" or "not" or "in" } => false,
        { Kind: TemplateTokenKind.Name or TemplateTokenKind.String or TemplateTokenKind.Integer or TemplateTokenKind.Float } => true,
        _ => tokens.IsAt("[") || tokens.IsAt("{"),
    };
}
