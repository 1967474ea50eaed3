using IstioLab.Config.Validation;

namespace IstioLab.Config.Tests.Validation;

public sealed class ValidationVectorTests
{
    public static TheoryData<string, VectorCase> Cases()
    {
        var data = new TheoryData<string, VectorCase>();
        foreach (var vector in VectorCase.Read().Where(static vector => !vector.IsDamaged))
        {
            data.Add(vector.Source, vector);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Cases), DisableDiscoveryEnumeration = true)]
    public void Verdict_of_Istios_own_case_is_the_same(string source, VectorCase vector)
    {
        var result = ConfigValidator.Validate(vector.Resource());

        var said = $"{source} {vector.Line["spec"]?.ToJsonString()}\n{string.Join("\n", result.Errors)}\n{string.Join("\n", result.Warnings)}";
        Assert.True(vector.Valid == result.IsValid, said);
        Assert.True(vector.Warning is null || vector.Warning == !result.Warnings.IsEmpty, said);
        Assert.True(vector.Error is null || result.Errors.Any(error => error.Message.Contains(vector.Error, StringComparison.Ordinal)), $"{vector.Error}\n{said}");
        Assert.True(vector.WarningText is null || result.Warnings.Any(warning => warning.Message.Contains(vector.WarningText, StringComparison.Ordinal)), said);
    }
}
