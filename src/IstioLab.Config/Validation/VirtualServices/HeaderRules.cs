using IstioLab.Config.Validation.Checks;

namespace IstioLab.Config.Validation.VirtualServices;

/// <summary>Header operations of a route or of one destination.</summary>
internal static class HeaderRules
{
    private static readonly string[] s_writing = ["add", "set"];

    /// <summary>Checks the operations.</summary>
    /// <param name="scope">The object.</param>
    /// <param name="headers">The operations.</param>
    /// <param name="destination">Whether they belong to one destination; there the authority could not be set until 1.17.</param>
    public static void Check(ValidationScope scope, ConfigValue headers, bool destination)
    {
        var noAuthority = destination && !scope.Version.IsAtLeast(18);
        Operations(scope, headers["request"], noAuthority ? HeaderChecks.SetHostOnRequest : HeaderChecks.SetOnRequest);
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
