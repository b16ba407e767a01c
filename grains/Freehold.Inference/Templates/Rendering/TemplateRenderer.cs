using Freehold.Inference.Templates.Library;
using Freehold.Inference.Templates.Syntax;
using Freehold.Inference.Templates.Values;

namespace Freehold.Inference.Templates.Rendering;

/// <summary>Runs a template's statements once.</summary>
internal sealed class TemplateRenderer
{
    private enum Flow
    {
        Next,
        Break,
        Continue,
    }

    private readonly RenderContext _context;
    private readonly ExpressionEvaluator _expressions;

    private TemplateRenderer(RenderContext context)
    {
        _context = context;
        _expressions = new ExpressionEvaluator(context);
    }

    /// <summary>Renders a template with the variables that <paramref name="declare"/> sets.</summary>
    /// <exception cref="TemplateException">The template did not take the conversation, or a bound was reached.</exception>
    public static TemplateText Render(TemplateSyntax template, TimeProvider time, Action<TemplateScope> declare)
    {
        var renderer = new TemplateRenderer(new RenderContext(time));
        try
        {
            var scope = new TemplateScope(null);
            declare(scope);
            var output = renderer._context.NewText();
            renderer.Run(template.Body, scope, output);
            return output.ToText();
        }
        catch (RenderFaultException fault)
        {
            throw new TemplateException(fault.Fault, fault.Message, renderer._expressions.At, fault.Remedy);
        }
    }

    private Flow Run(Statement[] body, TemplateScope scope, TextBuilder output)
    {
        foreach (var statement in body)
        {
            _expressions.Enter(statement.At);
            var flow = Run(statement, scope, output);
            _expressions.Leave();
            if (flow != Flow.Next)
                return flow;
        }

        return Flow.Next;
    }

    private Flow Run(Statement statement, TemplateScope scope, TextBuilder output)
    {
        switch (statement)
        {
            case TextStatement text:
                output.Append(text.Text);
                break;
            case OutputStatement value:
                PythonText.Write(output, _expressions.Evaluate(value.Value, scope));
                break;
            case IfStatement choice:
                return If(choice, scope, output);
            case ForStatement loop:
                For(loop, scope, output);
                break;
            case SetStatement set:
                Assign(set.Target, _expressions.Evaluate(set.Value, scope), scope);
                break;
            case CaptureStatement capture:
                Capture(capture, scope, output);
                break;
            case ScopeStatement block:
                return Scope(block, scope, output);
            case MacroStatement macro:
                scope.Set(macro.Name, Macro(macro, scope));
                break;
            case CallStatement call:
                Call(call, scope, output);
                break;
            case LoopControlStatement control:
                return control.IsBreak ? Flow.Break : Flow.Continue;
            default:
                throw new InvalidOperationException($"The node {statement.GetType().Name} is not known here.");
        }

        return Flow.Next;
    }

    private Flow If(IfStatement choice, TemplateScope scope, TextBuilder output)
    {
        foreach (var (condition, body) in choice.Branches)
        {
            if (_expressions.Evaluate(condition, scope).IsTrue)
                return Run(body, scope, output);
        }

        return Run(choice.Otherwise, scope, output);
    }

    private void For(ForStatement statement, TemplateScope scope, TextBuilder output)
    {
        var source = _expressions.Evaluate(statement.Items, scope);
        _expressions.At = statement.At;
        var items = _context.Items(source);
        if (statement.Filter is { } filter)
            items = [.. items.Where(item => Passes(item, filter, statement.Target, scope))];
        if (items.Length == 0)
        {
            Run(statement.Otherwise, new TemplateScope(scope), output);
            return;
        }

        var loop = new TemplateLoop(items);
        for (; loop.Index < items.Length; loop.Index++)
        {
            _context.Budget.SpendSteps();
            var round = new TemplateScope(scope);
            round.Set("loop", loop);
            Assign(statement.Target, items[loop.Index], round);
            if (Run(statement.Body, round, output) == Flow.Break)
                break;
        }
    }

    private bool Passes(TemplateValue item, Expression filter, AssignmentTarget target, TemplateScope scope)
    {
        var round = new TemplateScope(scope);
        Assign(target, item, round);
        return _expressions.Evaluate(filter, round).IsTrue;
    }

    private void Assign(AssignmentTarget target, TemplateValue value, TemplateScope scope)
    {
        _expressions.At = target.At;
        if (target.Parts is { } parts)
        {
            var items = _context.Items(value);
            if (items.Length != parts.Length)
                throw RenderFaultException.Evaluation($"{items.Length} values are unpacked into {parts.Length} variables");
            for (var i = 0; i < parts.Length; i++)
                Assign(parts[i], items[i], scope);
        }
        else if (target.Attribute is null)
        {
            scope.Set(target.Name, value);
        }
        else if (scope.Find(target.Name) is TemplateNamespace space)
        {
            space.Attributes[target.Attribute] = value;
        }
        else
        {
            throw RenderFaultException.Evaluation($"'{target.Name}' is not a namespace, so its attribute cannot be set");
        }
    }

    private void Capture(CaptureStatement capture, TemplateScope scope, TextBuilder output)
    {
        var inner = new TemplateScope(scope);
        var text = _context.NewText();
        Run(capture.Body, inner, text);
        inner.Set(TemplateParser.CaptureName, text.ToText());
        var value = _expressions.Evaluate(capture.Filtered, inner);
        if (capture.Target is { } target)
            Assign(target, value, scope);
        else
            PythonText.Write(output, value);
    }

    private Flow Scope(ScopeStatement block, TemplateScope scope, TextBuilder output)
    {
        var inner = new TemplateScope(scope);
        foreach (var (target, expression) in block.Variables)
            Assign(target, _expressions.Evaluate(expression, scope), inner);
        return Run(block.Body, inner, output);
    }

    private void Call(CallStatement statement, TemplateScope scope, TextBuilder output)
    {
        var arguments = _expressions.Arguments(statement.Call.Arguments, scope);
        var caller = Macro(statement.Caller, scope);
        var value = _expressions.Call(
            statement.Call, arguments with { Named = [.. arguments.Named, ("caller", caller)] }, scope);
        PythonText.Write(output, value);
    }

    private TemplateFunction Macro(MacroStatement macro, TemplateScope definedIn) => new(macro.Name, arguments =>
    {
        var at = _expressions.At;
        var scope = new TemplateScope(definedIn);
        BindParameters(macro, arguments, scope);
        var output = _context.NewText();
        Run(macro.Body, scope, output);
        _expressions.At = at;
        return output.ToText();
    });

    private void BindParameters(MacroStatement macro, CallArguments arguments, TemplateScope scope)
    {
        var parameters = macro.Parameters;
        var positional = arguments.Positional;
        if (positional.Length > parameters.Length && !macro.UsesVarArgs)
        {
            throw RenderFaultException.Evaluation(
                $"macro '{macro.Name}' takes {parameters.Length} arguments, {positional.Length} were given");
        }

        var named = arguments.Named.ToDictionary(pair => pair.Name, pair => pair.Value, StringComparer.Ordinal);
        for (var i = 0; i < parameters.Length; i++)
        {
            var name = parameters[i].Name;
            var isNamed = named.Remove(name, out var value);
            if (i < positional.Length && isNamed)
                throw RenderFaultException.Evaluation($"macro '{macro.Name}' was given its parameter '{name}' twice");
            value = i < positional.Length ? positional[i] : value;
            if (value is null && parameters[i].Default is { } missing)
                value = _expressions.Evaluate(missing, scope);
            scope.Set(name, value ?? new TemplateUndefined($"parameter '{name}' was not provided"));
        }

        if (macro.UsesCaller && !parameters.Any(parameter => parameter.Name == "caller"))
            scope.Set("caller", named.Remove("caller", out var caller) ? caller : new TemplateUndefined("there is no caller"));
        if (macro.UsesVarArgs)
            scope.Set("varargs", new TemplateList([.. positional.Skip(parameters.Length)], isTuple: true));
        if (macro.UsesKwArgs)
            scope.Set("kwargs", new TemplateMap([.. named.Select(Entry)]));
        else if (named.Count > 0)
            throw RenderFaultException.Evaluation($"macro '{macro.Name}' has no parameter '{named.Keys.First()}'");
    }

    private static KeyValuePair<TemplateValue, TemplateValue> Entry(KeyValuePair<string, TemplateValue> pair) =>
        new(TemplateText.OfTemplate(pair.Key), pair.Value);
}
