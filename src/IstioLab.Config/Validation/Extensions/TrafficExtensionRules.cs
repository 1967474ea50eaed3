using System.Text;
using IstioLab.Config.Validation.Checks;

namespace IstioLab.Config.Validation.Extensions;

/// <summary>The rules of a TrafficExtension: Wasm or Lua.</summary>
internal static class TrafficExtensionRules
{
    private const int MaxLuaBytes = 65536;

    public static void Validate(ValidationScope scope)
    {
        var (wasm, lua) = (scope.Spec["wasm"], scope.Spec["lua"]);
        if (wasm.Exists == lua.Exists)
        {
            scope.Error(scope.Spec, "exactly one of wasm or lua must be set");
        }

        SelectorChecks.Check(scope);
        if (lua.Exists)
        {
            scope.Check(lua["inlineCode"], Encoding.UTF8.GetByteCount(lua["inlineCode"].Text) switch
            {
                0 => "lua.inlineCode cannot be empty",
                > MaxLuaBytes => "lua.inlineCode exceeds maximum size of 64KB",
                _ => null,
            });
        }

        if (wasm.Exists)
        {
            WasmRules.Plugin(scope, wasm, nameLimit: 256);
        }

        TrafficMatchRules.Check(scope);
    }
}
