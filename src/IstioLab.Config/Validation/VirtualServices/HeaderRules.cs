using IstioLab.Config.Validation.Checks;

namespace IstioLab.Config.Validation.VirtualServices;

/// <summary>Header operations of a route or of one destination.</summary>
internal static class HeaderRules
{
    private static readonly string[] s_writing = ["add", "set"];

    public static void Check(ValidationScope scope, ConfigValue headers)
    {
        Operations(scope, headers["request"], HeaderChecks.SetOnRequest);
        Operations(scope, headers["response"], HeaderChecks.Operation);
    }

    private static void Operations(ValidationScope scope, ConfigValue operations, Func<string, string?> name)
    {
        foreach (var (key, value) in s_writing.SelectMany(field => operations[field].Entries))
        {
            scope.Check(value, name(key));
            scope.Check(value, HeaderChecks.Value(value.Text));
        }

        foreach (var removed in operations["remove"].Items)
        {
            scope.Check(removed, HeaderChecks.Operation(removed.Text));
        }
    }
}
