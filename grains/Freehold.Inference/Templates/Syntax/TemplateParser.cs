namespace Freehold.Inference.Templates.Syntax;

/// <summary>Parses a template into its statements. What is not supported is refused here, so that rendering never meets it.</summary>
internal sealed class TemplateParser
{
    private static readonly string[] KnownTags =
    [
        "autoescape", "block", "do", "extends", "from", "import", "include", "trans", "debug", "language",
    ];

    private readonly TokenStream _tokens;
    private readonly ExpressionParser _expressions;
    private int _loopDepth;

    private TemplateParser(List<TemplateToken> tokens)
    {
        _tokens = new TokenStream(tokens);
        _expressions = new ExpressionParser(_tokens);
    }

    /// <exception cref="TemplateException">It is malformed, too long or nested too deeply, or uses what is not supported.</exception>
    public static TemplateSyntax Parse(string source)
    {
        ArgumentNullException.ThrowIfNull(source);
        var parser = new TemplateParser(TemplateLexer.Tokenize(source));
        var body = parser.ParseBody();
        return new TemplateSyntax(body, parser.IteratesContent);
    }

    private bool IteratesContent { get; set; }

    // Up to the end, or to a tag that one of the words names; its name is then the current token.
    private Statement[] ParseBody(params ReadOnlySpan<string> endTags)
    {
        _tokens.Enter();
        var body = new List<Statement>();
        while (_tokens.Current is { Kind: not TemplateTokenKind.End } token)
        {
            _tokens.Take();
            if (token.Kind == TemplateTokenKind.Data)
            {
                body.Add(new TextStatement(token.At, token.Text));
            }
            else if (token.Kind == TemplateTokenKind.VariableBegin)
            {
                body.Add(new OutputStatement(token.At, _expressions.ParseTuple()));
                _tokens.Expect(TemplateTokenKind.VariableEnd, "'}}'");
            }
            else
            {
                if (_tokens.Current.Kind == TemplateTokenKind.Name && endTags.Contains(_tokens.Current.Text))
                {
                    _tokens.Leave();
                    return [.. body];
                }

                body.Add(ParseTag(token.At));
                _tokens.Expect(TemplateTokenKind.BlockEnd, "'%}'");
            }
        }

        if (endTags.Length > 0)
            throw _tokens.Unexpected($"'{{% {endTags[^1]} %}}'");
        _tokens.Leave();
        return [.. body];
    }

    // A tag's head was read: its end, the body, and the name of the end tag.
    private Statement[] ParseBlock(params ReadOnlySpan<string> endTags)
    {
        _tokens.Expect(TemplateTokenKind.BlockEnd, "'%}'");
        return ParseBody(endTags);
    }

    private Statement[] ParseWholeBlock(string endTag)
    {
        var body = ParseBlock(endTag);
        _tokens.Take();
        return body;
    }

    private Statement ParseTag(TemplatePosition at)
    {
        var tag = _tokens.Expect(TemplateTokenKind.Name, "a tag's name");
        switch (tag.Text)
        {
            case "if": return ParseIf(at);
            case "for": return ParseFor(at);
            case "set": return ParseSet(at);
            case "macro": return ParseMacro(at);
            case "call": return ParseCall(at);
            case "filter": return ParseFilterBlock(at);
            case "with": return ParseWith(at);
            case "generation": return new ScopeStatement(at, [], ParseWholeBlock("endgeneration"));
            case "break" or "continue" when _loopDepth > 0: return new LoopControlStatement(at, tag.Text == "break");
            case "break" or "continue": throw TemplateException.Syntax($"'{tag.Text}' stands outside of a loop", tag.At);
            default:
                throw KnownTags.Contains(tag.Text, StringComparer.Ordinal)
                    ? TemplateException.Unsupported($"the tag '{tag.Text}'", tag.At)
                    : TemplateException.Syntax($"the tag '{tag.Text}' is unknown or closes nothing", tag.At);
        }
    }

    private IfStatement ParseIf(TemplatePosition at)
    {
        var branches = new List<(Expression, Statement[])>();
        while (true)
        {
            var condition = _expressions.ParseTuple(allowsConditional: false);
            branches.Add((condition, ParseBlock("elif", "else", "endif")));
            var end = _tokens.Take().Text;
            if (end == "elif")
                continue;
            return new IfStatement(at, [.. branches], end == "else" ? ParseWholeBlock("endif") : []);
        }
    }

    private ForStatement ParseFor(TemplatePosition at)
    {
        var target = ParseTarget(endsWithIn: true);
        if (!_tokens.TrySkipName("in"))
            throw _tokens.Unexpected("'in'");
        var items = _expressions.ParseTuple(allowsConditional: false);
        IteratesContent |= items is AttributeExpression { Name: "content" } or NameExpression { Name: "content" } or
            ItemExpression { Index: LiteralExpression { Value: Values.TemplateText { Value: "content" } } };
        var filter = _tokens.TrySkipName("if") ? _expressions.Parse() : null;
        if (_tokens.IsAtName("recursive"))
            throw TemplateException.Unsupported("'recursive' in a loop", _tokens.Current.At);
        _loopDepth++;
        var body = ParseBlock("else", "endfor");
        _loopDepth--;
        return new ForStatement(at, target, items, filter, body, _tokens.Take().Text == "else" ? ParseWholeBlock("endfor") : []);
    }

    private Statement ParseSet(TemplatePosition at)
    {
        var target = ParseTarget(endsWithIn: false);
        if (_tokens.TrySkip("="))
            return new SetStatement(at, target, _expressions.ParseTuple());
        var filtered = _expressions.ParseFilters(new NameExpression(at, CaptureName));
        return new CaptureStatement(at, target, filtered, ParseWholeBlock("endset"));
    }

    private CaptureStatement ParseFilterBlock(TemplatePosition at)
    {
        Expression filtered = new NameExpression(at, CaptureName);
        var name = _tokens.Expect(TemplateTokenKind.Name, "a filter's name");
        if (!Library.TemplateFilters.Contains(name.Text))
            throw TemplateException.Unsupported($"the filter '{name.Text}'", name.At);
        filtered = new FilterExpression(
            name.At, filtered, name.Text, _tokens.IsAt("(") ? _expressions.ParseArguments() : ArgumentList.Empty);
        return new CaptureStatement(at, null, _expressions.ParseFilters(filtered), ParseWholeBlock("endfilter"));
    }

    /// <summary>Name of the variable that holds a captured block while its filters run; no template can spell it.</summary>
    public const string CaptureName = "{block}";

    private ScopeStatement ParseWith(TemplatePosition at)
    {
        var variables = new List<(AssignmentTarget, Expression)>();
        while (_tokens.Current.Kind != TemplateTokenKind.BlockEnd)
        {
            if (variables.Count > 0)
                _tokens.Expect(",");
            var name = _tokens.Expect(TemplateTokenKind.Name, "a variable's name");
            _tokens.Expect("=");
            variables.Add((new AssignmentTarget(name.At, name.Text), _expressions.Parse()));
        }

        return new ScopeStatement(at, [.. variables], ParseWholeBlock("endwith"));
    }

    private MacroStatement ParseMacro(TemplatePosition at)
    {
        var name = _tokens.Expect(TemplateTokenKind.Name, "a macro's name").Text;
        return ParseMacroBody(at, name, ParseParameters(), "endmacro");
    }

    private CallStatement ParseCall(TemplatePosition at)
    {
        var parameters = _tokens.IsAt("(") ? ParseParameters() : [];
        var call = _expressions.Parse() as CallExpression ?? throw TemplateException.Syntax("'call' needs a call of a macro", at);
        return new CallStatement(at, call, ParseMacroBody(at, "caller", parameters, "endcall"));
    }

    private MacroStatement ParseMacroBody(TemplatePosition at, string name, MacroParameter[] parameters, string endTag)
    {
        var outerNames = _expressions.NamesRead.ToArray();
        _expressions.NamesRead.Clear();
        var outerLoopDepth = _loopDepth;
        _loopDepth = 0;
        var body = ParseWholeBlock(endTag);
        _loopDepth = outerLoopDepth;
        var names = _expressions.NamesRead;
        var macro = new MacroStatement(at, name, parameters, body)
        {
            UsesVarArgs = names.Contains("varargs"),
            UsesKwArgs = names.Contains("kwargs"),
            UsesCaller = names.Contains("caller"),
        };
        names.UnionWith(outerNames);
        return macro;
    }

    private MacroParameter[] ParseParameters()
    {
        _tokens.Expect("(");
        var parameters = new List<MacroParameter>();
        while (!_tokens.IsAt(")"))
        {
            if (parameters.Count > 0)
                _tokens.Expect(",");
            var name = _tokens.Expect(TemplateTokenKind.Name, "a parameter's name");
            if (parameters.Exists(parameter => parameter.Name == name.Text))
                throw TemplateException.Syntax($"parameter '{name.Text}' is declared twice", name.At);
            var value = _tokens.TrySkip("=") ? _expressions.Parse() : null;
            if (value is null && parameters is [.., { Default: not null }])
                throw TemplateException.Syntax("a parameter without a default follows one with a default", name.At);
            parameters.Add(new MacroParameter(name.Text, value));
        }

        _tokens.Expect(")");
        return [.. parameters];
    }

    private AssignmentTarget ParseTarget(bool endsWithIn)
    {
        var at = _tokens.Current.At;
        var parts = new List<AssignmentTarget>();
        var isTuple = false;
        while (!(endsWithIn ? _tokens.IsAtName("in") : _tokens.IsAt("=")) && _tokens.Current.Kind != TemplateTokenKind.BlockEnd)
        {
            parts.Add(ParseSingleTarget());
            if (!_tokens.TrySkip(","))
                break;
            isTuple = true;
        }

        return parts.Count switch
        {
            0 => throw _tokens.Unexpected("a variable's name"),
            1 when !isTuple => parts[0],
            _ => new AssignmentTarget(at, "", Parts: [.. parts]),
        };
    }

    private AssignmentTarget ParseSingleTarget()
    {
        if (_tokens.IsAt("("))
        {
            _tokens.Enter();
            _tokens.Take();
            var inner = ParseTarget(endsWithIn: false);
            _tokens.Expect(")");
            _tokens.Leave();
            return inner;
        }

        var name = _tokens.Expect(TemplateTokenKind.Name, "a variable's name");
        if (name.Text is "true" or "false" or "none" or "True" or "False" or "None")
            throw TemplateException.Syntax($"'{name.Text}' cannot be assigned", name.At);
        return _tokens.TrySkip(".")
            ? new AssignmentTarget(name.At, name.Text, _tokens.Expect(TemplateTokenKind.Name, "an attribute's name").Text)
            : new AssignmentTarget(name.At, name.Text);
    }
}
