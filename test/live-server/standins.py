"""Operations that moto lacks or gets wrong, answered in AWS's shapes with as little as is true of the seeded platform."""

import re


def nothing(**answer):
    return lambda call: answer


def block_public_access_options(call):
    return (
        '<DescribeVpcBlockPublicAccessOptionsResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><requestId>0</requestId>'
        f"<vpcBlockPublicAccessOptions><awsAccountId>{call.account}</awsAccountId><awsRegion>{call.region}</awsRegion>"
        "<state>default-state</state><internetGatewayBlockMode>off</internetGatewayBlockMode><exclusionsAllowed>allowed"
        "</exclusionsAllowed><managedBy>account</managedBy></vpcBlockPublicAccessOptions>"
        "</DescribeVpcBlockPublicAccessOptionsResponse>"
    )


def ec2_empty(operation, member):
    text = f'<{operation}Response xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><requestId>0</requestId><{member}/></{operation}Response>'
    return lambda call: text


def account_public_access_block(call):
    return (
        '<PublicAccessBlockConfiguration xmlns="http://awss3control.amazonaws.com/doc/2018-08-20/"><BlockPublicAcls>true'
        "</BlockPublicAcls><IgnorePublicAcls>true</IgnorePublicAcls><BlockPublicPolicy>true</BlockPublicPolicy>"
        "<RestrictPublicBuckets>true</RestrictPublicBuckets></PublicAccessBlockConfiguration>"
    )


def deployment_groups(call):
    """BatchGetDeploymentGroups by moto's own GetDeploymentGroup."""
    from moto.codedeploy.models import codedeploy_backends

    backend = codedeploy_backends[call.account][call.region]
    application = call.request.get("applicationName")
    known = backend.deployment_groups.get(application, {})
    wanted = call.request.get("deploymentGroupNames", [])
    return {"deploymentGroupsInfo": [known[name].to_dict() for name in wanted if name in known]}


def service_setting(call):
    setting = call.request.get("SettingId", "")
    return {
        "ServiceSetting": {
            "SettingId": setting,
            "SettingValue": "standard",
            "LastModifiedDate": 0,
            "LastModifiedUser": "System",
            "ARN": f"arn:aws:ssm:{call.region}:{call.account}:servicesetting{setting}",
            "Status": "Default",
        }
    }


def capacity_providers(call):
    """Without names moto fails; AWS tells the two of Fargate and the account's own."""
    if call.request.get("capacityProviders"):
        return None
    arn = f"arn:aws:ecs:{call.region}:{call.account}:capacity-provider"
    return {
        "capacityProviders": [
            {"capacityProviderArn": f"{arn}/{name}", "name": name, "status": "ACTIVE", "tags": []}
            for name in ("FARGATE", "FARGATE_SPOT")
        ],
        "failures": [],
    }


def resource_name(arn):
    return re.sub(r"^.*[:/]", "", arn)


STAND_INS = {
    "codecommit:ListRepositories": nothing(repositories=[]),
    "codecommit:ListAssociatedApprovalRuleTemplatesForRepository": nothing(approvalRuleTemplateNames=[]),
    "codecommit:ListApprovalRuleTemplates": nothing(approvalRuleTemplateNames=[]),
    "codecommit:ListBranches": nothing(branches=["main"]),
    "codeconnections:ListConnections": nothing(Connections=[]),
    "codedeploy:BatchGetDeploymentGroups": deployment_groups,
    "ec2:DescribeInstanceConnectEndpoints": ec2_empty("DescribeInstanceConnectEndpoints", "instanceConnectEndpointSet"),
    "ec2:DescribeVpcBlockPublicAccessExclusions": ec2_empty(
        "DescribeVpcBlockPublicAccessExclusions", "vpcBlockPublicAccessExclusionSet"
    ),
    "ec2:DescribeVpcBlockPublicAccessOptions": block_public_access_options,
    "ecs:DescribeCapacityProviders": capacity_providers,
    "ecs:DescribeServiceRevisions": nothing(serviceRevisions=[], failures=[]),
    "ecs:ListServiceDeployments": nothing(serviceDeployments=[]),
    "logs:DescribeAccountPolicies": nothing(accountPolicies=[]),
    "s3:GetAccountPublicAccessBlock": account_public_access_block,
    "ssm:DescribeActivations": nothing(ActivationList=[]),
    "ssm:DescribeInstanceInformation": nothing(InstanceInformationList=[]),
    "ssm:GetServiceSetting": service_setting,
    "xray:GetTraceSegmentDestination": nothing(Destination="XRay", Status="ACTIVE"),
}
