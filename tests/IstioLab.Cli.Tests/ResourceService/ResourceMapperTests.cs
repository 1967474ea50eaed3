using IstioLab.Cli.ResourceService;
using IstioLab.Labs.Resources;

namespace IstioLab.Cli.Tests.ResourceService;

public sealed class ResourceMapperTests
{
    /// <summary>The dashboard makes spaces of underscores and leaves the rest alone, where there is one.</summary>
    [Theory]
    [InlineData("Running", "Running")]
    [InlineData("ErrImagePull", "ErrImagePull_")]
    [InlineData("2 endpoints", "2_endpoints")]
    [InlineData("90 % v1 · 10 % v2", "90_%_v1_·_10_%_v2")]
    [InlineData("apps-svc-v1", "apps\u2011svc\u2011v1_")]
    public void State_is_written_so_that_the_dashboard_shows_it_unchanged(string state, string written)
    {
        var resource = new LabResource
        {
            Name = "n",
            Type = "t",
            DisplayName = "d",
            Uid = "u",
            State = state,
            Style = LabResourceStyle.Info,
            CreatedAt = DateTimeOffset.UnixEpoch,
            Icon = "Cube",
        };

        Assert.Equal(written, ResourceMapper.Map(resource, _ => null).State);
    }
}
