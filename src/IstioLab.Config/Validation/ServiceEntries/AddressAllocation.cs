namespace IstioLab.Config.Validation.ServiceEntries;

/// <summary>Whether Istio gives a ServiceEntry without addresses an address of its own.</summary>
internal static class AddressAllocation
{
    public static bool IsAutomatic(ValidationScope scope)
    {
        var label = scope.Resource["metadata"]["labels"]["networking.istio.io/enable-autoallocate-ip"].Text;
        return scope.Version.IsAtLeast(25)
            && scope.Spec["resolution"].Text is not ("" or "NONE")
            && !label.Equals("false", StringComparison.OrdinalIgnoreCase)
            && scope.Spec["addresses"].Count == 0;
    }
}
