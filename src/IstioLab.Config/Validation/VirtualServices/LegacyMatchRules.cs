namespace IstioLab.Config.Validation.VirtualServices;

/// <summary>Conditions as Istio 1.17 checked them: header names are not looked at, and the rest only where no delegate is involved.</summary>
internal static class LegacyMatchRules
{
    private static readonly string[] s_parts = ["uri", "scheme", "method", "authority"];

    public static void Check(ValidationScope scope, ConfigValue match, bool independent)
    {
        foreach (var (name, header) in match["headers"].Entries)
        {
            if (!header.Exists)
            {
                scope.Error(header, $"header match {name} cannot be null");
            }

            if (header["prefix"] is { Exists: true, Text: "" })
            {
                scope.Error(header, $"header prefix match {name} may not be empty");
            }

            Name(scope, header, name);
        }

        if (independent)
        {
            Expressions(scope, match);
        }
        else
        {
            NotNull(scope, match["queryParams"], "query param match");
            NotNull(scope, match["withoutHeaders"], "withoutHeaders match");
        }
    }

    private static void Expressions(ValidationScope scope, ConfigValue match)
    {
        foreach (var (_, header) in match["headers"].Entries)
        {
            scope.Check(header, Checks.StringMatchChecks.RegexOnly(header, "headers"));
        }

        foreach (var part in s_parts)
        {
            scope.Check(match[part], Checks.StringMatchChecks.RegexOnly(match[part], part));
        }

        foreach (var (_, parameter) in match["queryParams"].Entries)
        {
            scope.Check(parameter, Checks.StringMatchChecks.RegexOnly(parameter, "queryParams"));
        }
    }

    private static void NotNull(ValidationScope scope, ConfigValue map, string words)
    {
        foreach (var (name, value) in map.Entries)
        {
            if (!value.Exists)
            {
                scope.Error(value, $"{words} {name} cannot be null");
            }

            if (words.StartsWith("without", StringComparison.Ordinal))
            {
                Name(scope, value, name);
            }
        }
    }

    private static void Name(ValidationScope scope, ConfigValue at, string name)
    {
        if (name.Length == 0)
        {
            scope.Error(at, "header name cannot be empty");
        }
    }
}
