using Shouldly;
using Zhike.Intake.Events;

namespace Zhike.Intake.Tests.Events;

public sealed class UserHashTests
{
    /// <summary>Vectors of the authors' reference implementation: key 00 01 … 0f, message 00 01 … (n - 1).</summary>
    [Theory]
    [InlineData(0, 0x726fdb47dd0e0e31)]
    [InlineData(1, 0x74f839c593dc67fd)]
    [InlineData(7, 0xab0200f58b01d137)]
    [InlineData(8, 0x93f5f5799a932462)]
    [InlineData(15, 0xa129ca6149be45e5)]
    public void The_hash_is_SipHash_2_4(int length, ulong expected) =>
        UserHash.Of([.. Enumerable.Range(0, length).Select(i => (byte)i)], 0x0706050403020100, 0x0f0e0d0c0b0a0908).ShouldBe(expected);
}
