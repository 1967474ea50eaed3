namespace IstioLab.Config.Validation.Telemetries;

/// <summary>Whether a text is a CEL expression. What its names mean is decided by the proxy. See https://github.com/google/cel-spec</summary>
internal static class ExpressionChecks
{
    public static string? Error(string expression)
    {
        if (CelTokens.Read(expression) is { } tokens && new CelSyntax(tokens).IsExpression())
        {
            return null;
        }

        return $"must be a valid CEL expression, ERROR: <input>:1:1: Syntax error: '{expression}'";
    }
}
