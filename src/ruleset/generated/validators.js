// Made by scripts/generate-schemas.ts from scripts/schemas.
"use strict";
export const validateRule = validate20;
const schema31 = {"$schema":"https://json-schema.org/draft/2020-12/schema","$id":"urn:opscheck:schema:rule","title":"opscheck rule","type":"object","required":["title","severity","why","select","check"],"additionalProperties":false,"properties":{"title":{"$ref":"#/$defs/line","description":"one line that says what is required"},"severity":{"enum":["critical","high","medium","low","info"],"description":"how bad a violation is"},"why":{"$ref":"#/$defs/text","description":"what goes wrong otherwise"},"select":{"$ref":"#/$defs/typesOrType","description":"a resource type such as AWS::ECS::Service, or a list of them"},"each":{"$ref":"#/$defs/set","description":"a list of the subject: the rule judges each of its elements"},"where":{"$ref":"#/$defs/condition","description":"what the rule is about: subjects that do not fit are not judged"},"check":{"$ref":"#/$defs/condition","description":"what must hold"},"parameters":{"type":"object","description":"what a ruleset may set, with defaults","propertyNames":{"$ref":"#/$defs/name"},"additionalProperties":{"type":"object","required":["default"],"additionalProperties":false,"properties":{"default":{"$ref":"#/$defs/json"},"description":{"$ref":"#/$defs/text"}}}},"environments":{"type":"array","description":"the environments whose resources are judged; all when left out","minItems":1,"uniqueItems":true,"items":{"type":"string","enum":["development","staging","production","shared"]}},"message":{"$ref":"#/$defs/line","description":"one line that says what is wrong, without a full stop"},"fix":{"type":"object","description":"how to put it right, in the words of each tool","additionalProperties":false,"properties":{"cli":{"$ref":"#/$defs/text"},"cloudformation":{"$ref":"#/$defs/text"},"terraform":{"$ref":"#/$defs/text"}}},"references":{"type":"array","items":{"type":"object","required":["title","publisher"],"additionalProperties":false,"properties":{"title":{"$ref":"#/$defs/line"},"publisher":{"$ref":"#/$defs/line"},"url":{"type":"string","pattern":"^https://[^\\s]+$","description":"an address that starts with https://"}}}},"controls":{"type":"object","description":"frameworks that ask the same, each with the numbers of its controls","additionalProperties":{"type":"array","minItems":1,"items":{"$ref":"#/$defs/line"}}},"formerly":{"type":"array","description":"earlier ids of this rule","items":{"$ref":"#/$defs/ruleId"}},"recommended":{"type":"boolean","description":"whether opscheck:recommended holds the rule; true when left out"},"apiOnly":{"$ref":"#/$defs/text","description":"why only what the API answers can decide the rule, and no template or plan"}},"$defs":{"line":{"type":"string","pattern":"^[^\\s\\u0000-\\u001f][^\\u0000-\\u001f]*$","description":"one line of text"},"text":{"type":"string","pattern":"[^\\s]","description":"a text"},"name":{"type":"string","pattern":"^[a-z][A-Za-z0-9]*$","description":"a name such as minImages"},"ruleId":{"type":"string","pattern":"^[a-z0-9]+(-[a-z0-9]+)*(/[a-z0-9]+(-[a-z0-9]+)*)+$","description":"an id such as logging/log-driver-set"},"type":{"type":"string","pattern":"^[A-Za-z0-9]+(::[A-Za-z0-9]+){1,2}$","description":"a resource type such as AWS::ECS::Service"},"typesOrType":{"if":{"type":"array"},"then":{"type":"array","minItems":1,"uniqueItems":true,"items":{"type":"string","$ref":"#/$defs/type"}},"else":{"$ref":"#/$defs/type"}},"json":{"type":["string","number","boolean","array","object"],"items":{"$ref":"#/$defs/json"},"additionalProperties":{"$ref":"#/$defs/json"}},"set":{"if":{"type":"object"},"then":{"type":"object","required":["type"],"additionalProperties":false,"properties":{"type":{"$ref":"#/$defs/typesOrType"},"by":{"type":"object","description":"their property or facet, and ours that equals it","minProperties":1,"additionalProperties":{"$ref":"#/$defs/line"}}}},"else":{"type":"string","$ref":"#/$defs/line","description":"a list property, a relation, or {type, by}"}},"condition":{"type":"object","description":"every entry of it must hold","minProperties":1,"properties":{"all":{"type":"array","minItems":1,"items":{"$ref":"#/$defs/condition"}},"any":{"type":"array","minItems":1,"items":{"$ref":"#/$defs/condition"}},"not":{"$ref":"#/$defs/condition"},"some":{"$ref":"#/$defs/set"},"every":{"$ref":"#/$defs/set"},"none":{"$ref":"#/$defs/set"},"count":{"$ref":"#/$defs/set"},"where":{"$ref":"#/$defs/condition"},"that":{"$ref":"#/$defs/condition"},"as":{"$ref":"#/$defs/name"},"distinct":{"$ref":"#/$defs/line"}},"additionalProperties":{"$ref":"#/$defs/json"}}}};
const schema32 = {"type":"string","pattern":"^[^\\s\\u0000-\\u001f][^\\u0000-\\u001f]*$","description":"one line of text"};
const schema33 = {"type":"string","pattern":"[^\\s]","description":"a text"};
const schema42 = {"type":"string","pattern":"^[a-z][A-Za-z0-9]*$","description":"a name such as minImages"};
const schema53 = {"type":"string","pattern":"^[a-z0-9]+(-[a-z0-9]+)*(/[a-z0-9]+(-[a-z0-9]+)*)+$","description":"an id such as logging/log-driver-set"};
const func1 = Object.prototype.hasOwnProperty;
const pattern4 = new RegExp("^[^\\s\\u0000-\\u001f][^\\u0000-\\u001f]*$", "u");
const pattern5 = new RegExp("[^\\s]", "u");
const pattern10 = new RegExp("^[a-z][A-Za-z0-9]*$", "u");
const pattern20 = new RegExp("^https://[^\\s]+$", "u");
const pattern22 = new RegExp("^[a-z0-9]+(-[a-z0-9]+)*(/[a-z0-9]+(-[a-z0-9]+)*)+$", "u");
const schema34 = {"if":{"type":"array"},"then":{"type":"array","minItems":1,"uniqueItems":true,"items":{"type":"string","$ref":"#/$defs/type"}},"else":{"$ref":"#/$defs/type"}};
const schema35 = {"type":"string","pattern":"^[A-Za-z0-9]+(::[A-Za-z0-9]+){1,2}$","description":"a resource type such as AWS::ECS::Service"};
const pattern6 = new RegExp("^[A-Za-z0-9]+(::[A-Za-z0-9]+){1,2}$", "u");

function validate21(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate21.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
const _errs0 = errors;
let valid0 = true;
const _errs1 = errors;
if(!(Array.isArray(data))){
const err0 = {};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
var _valid0 = _errs1 === errors;
errors = _errs0;
if(vErrors !== null){
if(_errs0){
vErrors.length = _errs0;
}
else {
vErrors = null;
}
}
let ifClause0;
if(_valid0){
const _errs3 = errors;
if(Array.isArray(data)){
if(data.length < 1){
const err1 = {instancePath,schemaPath:"#/then/minItems",keyword:"minItems",params:{limit: 1},schema:1,parentSchema:schema34.then,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
const len0 = data.length;
for(let i0=0; i0<len0; i0++){
let data0 = data[i0];
if(typeof data0 !== "string"){
const err2 = {instancePath:instancePath+"/" + i0,schemaPath:"#/then/items/type",keyword:"type",params:{type: "string"},schema:schema34.then.items.type,parentSchema:schema34.then.items,data:data0};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
if(typeof data0 === "string"){
if(!pattern6.test(data0)){
const err3 = {instancePath:instancePath+"/" + i0,schemaPath:"#/$defs/type/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z0-9]+(::[A-Za-z0-9]+){1,2}$"},schema:"^[A-Za-z0-9]+(::[A-Za-z0-9]+){1,2}$",parentSchema:schema35,data:data0};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
else {
const err4 = {instancePath:instancePath+"/" + i0,schemaPath:"#/$defs/type/type",keyword:"type",params:{type: "string"},schema:schema35.type,parentSchema:schema35,data:data0};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
let i1 = data.length;
let j0;
if(i1 > 1){
const indices0 = {};
for(;i1--;){
let item0 = data[i1];
if(typeof item0 !== "string"){
continue;
}
if(typeof indices0[item0] == "number"){
j0 = indices0[item0];
const err5 = {instancePath,schemaPath:"#/then/uniqueItems",keyword:"uniqueItems",params:{i: i1, j: j0},schema:true,parentSchema:schema34.then,data};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
break;
}
indices0[item0] = i1;
}
}
}
else {
const err6 = {instancePath,schemaPath:"#/then/type",keyword:"type",params:{type: "array"},schema:schema34.then.type,parentSchema:schema34.then,data};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
var _valid0 = _errs3 === errors;
valid0 = _valid0;
if(valid0){
var items0 = true;
}
ifClause0 = "then";
}
else {
const _errs9 = errors;
if(typeof data === "string"){
if(!pattern6.test(data)){
const err7 = {instancePath,schemaPath:"#/$defs/type/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z0-9]+(::[A-Za-z0-9]+){1,2}$"},schema:"^[A-Za-z0-9]+(::[A-Za-z0-9]+){1,2}$",parentSchema:schema35,data};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
else {
const err8 = {instancePath,schemaPath:"#/$defs/type/type",keyword:"type",params:{type: "string"},schema:schema35.type,parentSchema:schema35,data};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
var _valid0 = _errs9 === errors;
valid0 = _valid0;
ifClause0 = "else";
}
if(!valid0){
const err9 = {instancePath,schemaPath:"#/if",keyword:"if",params:{failingKeyword: ifClause0},schema:schema34.if,parentSchema:schema34,data};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
validate21.errors = vErrors;
evaluated0.items = items0;
return errors === 0;
}
validate21.evaluated = {"dynamicProps":false,"dynamicItems":true};

const schema37 = {"if":{"type":"object"},"then":{"type":"object","required":["type"],"additionalProperties":false,"properties":{"type":{"$ref":"#/$defs/typesOrType"},"by":{"type":"object","description":"their property or facet, and ours that equals it","minProperties":1,"additionalProperties":{"$ref":"#/$defs/line"}}}},"else":{"type":"string","$ref":"#/$defs/line","description":"a list property, a relation, or {type, by}"}};

function validate23(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate23.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
const _errs0 = errors;
let valid0 = true;
const _errs1 = errors;
if(!(data && typeof data == "object" && !Array.isArray(data))){
const err0 = {};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
var _valid0 = _errs1 === errors;
errors = _errs0;
if(vErrors !== null){
if(_errs0){
vErrors.length = _errs0;
}
else {
vErrors = null;
}
}
let ifClause0;
if(_valid0){
const _errs3 = errors;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.type === undefined){
const err1 = {instancePath,schemaPath:"#/then/required",keyword:"required",params:{missingProperty: "type"},schema:schema37.then.required,parentSchema:schema37.then,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
for(const key0 in data){
if(!((key0 === "type") || (key0 === "by"))){
const err2 = {instancePath,schemaPath:"#/then/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},schema:false,parentSchema:schema37.then,data};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
if(data.type !== undefined){
if(!(validate21(data.type, {instancePath:instancePath+"/type",parentData:data,parentDataProperty:"type",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate21.errors : vErrors.concat(validate21.errors);
errors = vErrors.length;
}
}
if(data.by !== undefined){
let data1 = data.by;
if(data1 && typeof data1 == "object" && !Array.isArray(data1)){
if(Object.keys(data1).length < 1){
const err3 = {instancePath:instancePath+"/by",schemaPath:"#/then/properties/by/minProperties",keyword:"minProperties",params:{limit: 1},schema:1,parentSchema:schema37.then.properties.by,data:data1};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
for(const key1 in data1){
let data2 = data1[key1];
if(typeof data2 === "string"){
if(!pattern4.test(data2)){
const err4 = {instancePath:instancePath+"/by/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/$defs/line/pattern",keyword:"pattern",params:{pattern: "^[^\\s\\u0000-\\u001f][^\\u0000-\\u001f]*$"},schema:"^[^\\s\\u0000-\\u001f][^\\u0000-\\u001f]*$",parentSchema:schema32,data:data2};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
else {
const err5 = {instancePath:instancePath+"/by/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/$defs/line/type",keyword:"type",params:{type: "string"},schema:schema32.type,parentSchema:schema32,data:data2};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
}
else {
const err6 = {instancePath:instancePath+"/by",schemaPath:"#/then/properties/by/type",keyword:"type",params:{type: "object"},schema:schema37.then.properties.by.type,parentSchema:schema37.then.properties.by,data:data1};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
}
else {
const err7 = {instancePath,schemaPath:"#/then/type",keyword:"type",params:{type: "object"},schema:schema37.then.type,parentSchema:schema37.then,data};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
var _valid0 = _errs3 === errors;
valid0 = _valid0;
if(valid0){
var props0 = true;
}
ifClause0 = "then";
}
else {
const _errs13 = errors;
if(typeof data !== "string"){
const err8 = {instancePath,schemaPath:"#/else/type",keyword:"type",params:{type: "string"},schema:schema37.else.type,parentSchema:schema37.else,data};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
if(typeof data === "string"){
if(!pattern4.test(data)){
const err9 = {instancePath,schemaPath:"#/$defs/line/pattern",keyword:"pattern",params:{pattern: "^[^\\s\\u0000-\\u001f][^\\u0000-\\u001f]*$"},schema:"^[^\\s\\u0000-\\u001f][^\\u0000-\\u001f]*$",parentSchema:schema32,data};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
else {
const err10 = {instancePath,schemaPath:"#/$defs/line/type",keyword:"type",params:{type: "string"},schema:schema32.type,parentSchema:schema32,data};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
var _valid0 = _errs13 === errors;
valid0 = _valid0;
ifClause0 = "else";
}
if(!valid0){
const err11 = {instancePath,schemaPath:"#/if",keyword:"if",params:{failingKeyword: ifClause0},schema:schema37.if,parentSchema:schema37,data};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
validate23.errors = vErrors;
evaluated0.props = props0;
return errors === 0;
}
validate23.evaluated = {"dynamicProps":true,"dynamicItems":false};

const schema40 = {"type":"object","description":"every entry of it must hold","minProperties":1,"properties":{"all":{"type":"array","minItems":1,"items":{"$ref":"#/$defs/condition"}},"any":{"type":"array","minItems":1,"items":{"$ref":"#/$defs/condition"}},"not":{"$ref":"#/$defs/condition"},"some":{"$ref":"#/$defs/set"},"every":{"$ref":"#/$defs/set"},"none":{"$ref":"#/$defs/set"},"count":{"$ref":"#/$defs/set"},"where":{"$ref":"#/$defs/condition"},"that":{"$ref":"#/$defs/condition"},"as":{"$ref":"#/$defs/name"},"distinct":{"$ref":"#/$defs/line"}},"additionalProperties":{"$ref":"#/$defs/json"}};
const schema41 = {"type":["string","number","boolean","array","object"],"items":{"$ref":"#/$defs/json"},"additionalProperties":{"$ref":"#/$defs/json"}};
const wrapper0 = {validate: validate27};

function validate27(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate27.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if((((!data || typeof data != "object") && (typeof data !== "string")) && (!((typeof data == "number") && (isFinite(data))))) && (typeof data !== "boolean")){
const err0 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: schema41.type},schema:schema41.type,parentSchema:schema41,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(Array.isArray(data)){
const len0 = data.length;
for(let i0=0; i0<len0; i0++){
if(!(wrapper0.validate(data[i0], {instancePath:instancePath+"/" + i0,parentData:data,parentDataProperty:i0,rootData,dynamicAnchors}))){
vErrors = vErrors === null ? wrapper0.validate.errors : vErrors.concat(wrapper0.validate.errors);
errors = vErrors.length;
}
}
}
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
if(!(wrapper0.validate(data[key0], {instancePath:instancePath+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1"),parentData:data,parentDataProperty:key0,rootData,dynamicAnchors}))){
vErrors = vErrors === null ? wrapper0.validate.errors : vErrors.concat(wrapper0.validate.errors);
errors = vErrors.length;
}
}
}
validate27.errors = vErrors;
return errors === 0;
}
validate27.evaluated = {"props":true,"items":true,"dynamicProps":false,"dynamicItems":false};

const wrapper2 = {validate: validate26};

function validate26(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate26.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
if(Object.keys(data).length < 1){
const err0 = {instancePath,schemaPath:"#/minProperties",keyword:"minProperties",params:{limit: 1},schema:1,parentSchema:schema40,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
for(const key0 in data){
if(!(func1.call(schema40.properties, key0))){
if(!(validate27(data[key0], {instancePath:instancePath+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1"),parentData:data,parentDataProperty:key0,rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate27.errors : vErrors.concat(validate27.errors);
errors = vErrors.length;
}
}
}
if(data.all !== undefined){
let data1 = data.all;
if(Array.isArray(data1)){
if(data1.length < 1){
const err1 = {instancePath:instancePath+"/all",schemaPath:"#/properties/all/minItems",keyword:"minItems",params:{limit: 1},schema:1,parentSchema:schema40.properties.all,data:data1};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
const len0 = data1.length;
for(let i0=0; i0<len0; i0++){
if(!(wrapper2.validate(data1[i0], {instancePath:instancePath+"/all/" + i0,parentData:data1,parentDataProperty:i0,rootData,dynamicAnchors}))){
vErrors = vErrors === null ? wrapper2.validate.errors : vErrors.concat(wrapper2.validate.errors);
errors = vErrors.length;
}
}
}
else {
const err2 = {instancePath:instancePath+"/all",schemaPath:"#/properties/all/type",keyword:"type",params:{type: "array"},schema:schema40.properties.all.type,parentSchema:schema40.properties.all,data:data1};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
if(data.any !== undefined){
let data3 = data.any;
if(Array.isArray(data3)){
if(data3.length < 1){
const err3 = {instancePath:instancePath+"/any",schemaPath:"#/properties/any/minItems",keyword:"minItems",params:{limit: 1},schema:1,parentSchema:schema40.properties.any,data:data3};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
const len1 = data3.length;
for(let i1=0; i1<len1; i1++){
if(!(wrapper2.validate(data3[i1], {instancePath:instancePath+"/any/" + i1,parentData:data3,parentDataProperty:i1,rootData,dynamicAnchors}))){
vErrors = vErrors === null ? wrapper2.validate.errors : vErrors.concat(wrapper2.validate.errors);
errors = vErrors.length;
}
}
}
else {
const err4 = {instancePath:instancePath+"/any",schemaPath:"#/properties/any/type",keyword:"type",params:{type: "array"},schema:schema40.properties.any.type,parentSchema:schema40.properties.any,data:data3};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data.not !== undefined){
if(!(wrapper2.validate(data.not, {instancePath:instancePath+"/not",parentData:data,parentDataProperty:"not",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? wrapper2.validate.errors : vErrors.concat(wrapper2.validate.errors);
errors = vErrors.length;
}
}
if(data.some !== undefined){
if(!(validate23(data.some, {instancePath:instancePath+"/some",parentData:data,parentDataProperty:"some",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate23.errors : vErrors.concat(validate23.errors);
errors = vErrors.length;
}
}
if(data.every !== undefined){
if(!(validate23(data.every, {instancePath:instancePath+"/every",parentData:data,parentDataProperty:"every",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate23.errors : vErrors.concat(validate23.errors);
errors = vErrors.length;
}
}
if(data.none !== undefined){
if(!(validate23(data.none, {instancePath:instancePath+"/none",parentData:data,parentDataProperty:"none",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate23.errors : vErrors.concat(validate23.errors);
errors = vErrors.length;
}
}
if(data.count !== undefined){
if(!(validate23(data.count, {instancePath:instancePath+"/count",parentData:data,parentDataProperty:"count",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate23.errors : vErrors.concat(validate23.errors);
errors = vErrors.length;
}
}
if(data.where !== undefined){
if(!(wrapper2.validate(data.where, {instancePath:instancePath+"/where",parentData:data,parentDataProperty:"where",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? wrapper2.validate.errors : vErrors.concat(wrapper2.validate.errors);
errors = vErrors.length;
}
}
if(data.that !== undefined){
if(!(wrapper2.validate(data.that, {instancePath:instancePath+"/that",parentData:data,parentDataProperty:"that",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? wrapper2.validate.errors : vErrors.concat(wrapper2.validate.errors);
errors = vErrors.length;
}
}
if(data.as !== undefined){
let data12 = data.as;
if(typeof data12 === "string"){
if(!pattern10.test(data12)){
const err5 = {instancePath:instancePath+"/as",schemaPath:"#/$defs/name/pattern",keyword:"pattern",params:{pattern: "^[a-z][A-Za-z0-9]*$"},schema:"^[a-z][A-Za-z0-9]*$",parentSchema:schema42,data:data12};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
else {
const err6 = {instancePath:instancePath+"/as",schemaPath:"#/$defs/name/type",keyword:"type",params:{type: "string"},schema:schema42.type,parentSchema:schema42,data:data12};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
if(data.distinct !== undefined){
let data13 = data.distinct;
if(typeof data13 === "string"){
if(!pattern4.test(data13)){
const err7 = {instancePath:instancePath+"/distinct",schemaPath:"#/$defs/line/pattern",keyword:"pattern",params:{pattern: "^[^\\s\\u0000-\\u001f][^\\u0000-\\u001f]*$"},schema:"^[^\\s\\u0000-\\u001f][^\\u0000-\\u001f]*$",parentSchema:schema32,data:data13};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
else {
const err8 = {instancePath:instancePath+"/distinct",schemaPath:"#/$defs/line/type",keyword:"type",params:{type: "string"},schema:schema32.type,parentSchema:schema32,data:data13};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
}
else {
const err9 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},schema:schema40.type,parentSchema:schema40,data};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
validate26.errors = vErrors;
return errors === 0;
}
validate26.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};


function validate20(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
/*# sourceURL="urn:opscheck:schema:rule" */;
let vErrors = null;
let errors = 0;
const evaluated0 = validate20.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.title === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "title"},schema:schema31.required,parentSchema:schema31,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data.severity === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "severity"},schema:schema31.required,parentSchema:schema31,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(data.why === undefined){
const err2 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "why"},schema:schema31.required,parentSchema:schema31,data};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
if(data.select === undefined){
const err3 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "select"},schema:schema31.required,parentSchema:schema31,data};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
if(data.check === undefined){
const err4 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "check"},schema:schema31.required,parentSchema:schema31,data};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
for(const key0 in data){
if(!(func1.call(schema31.properties, key0))){
const err5 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},schema:false,parentSchema:schema31,data};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
if(data.title !== undefined){
let data0 = data.title;
if(typeof data0 === "string"){
if(!pattern4.test(data0)){
const err6 = {instancePath:instancePath+"/title",schemaPath:"#/$defs/line/pattern",keyword:"pattern",params:{pattern: "^[^\\s\\u0000-\\u001f][^\\u0000-\\u001f]*$"},schema:"^[^\\s\\u0000-\\u001f][^\\u0000-\\u001f]*$",parentSchema:schema32,data:data0};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
else {
const err7 = {instancePath:instancePath+"/title",schemaPath:"#/$defs/line/type",keyword:"type",params:{type: "string"},schema:schema32.type,parentSchema:schema32,data:data0};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
if(data.severity !== undefined){
let data1 = data.severity;
if(!(((((data1 === "critical") || (data1 === "high")) || (data1 === "medium")) || (data1 === "low")) || (data1 === "info"))){
const err8 = {instancePath:instancePath+"/severity",schemaPath:"#/properties/severity/enum",keyword:"enum",params:{allowedValues: schema31.properties.severity.enum},schema:schema31.properties.severity.enum,parentSchema:schema31.properties.severity,data:data1};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
if(data.why !== undefined){
let data2 = data.why;
if(typeof data2 === "string"){
if(!pattern5.test(data2)){
const err9 = {instancePath:instancePath+"/why",schemaPath:"#/$defs/text/pattern",keyword:"pattern",params:{pattern: "[^\\s]"},schema:"[^\\s]",parentSchema:schema33,data:data2};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
else {
const err10 = {instancePath:instancePath+"/why",schemaPath:"#/$defs/text/type",keyword:"type",params:{type: "string"},schema:schema33.type,parentSchema:schema33,data:data2};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
if(data.select !== undefined){
if(!(validate21(data.select, {instancePath:instancePath+"/select",parentData:data,parentDataProperty:"select",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate21.errors : vErrors.concat(validate21.errors);
errors = vErrors.length;
}
}
if(data.each !== undefined){
if(!(validate23(data.each, {instancePath:instancePath+"/each",parentData:data,parentDataProperty:"each",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate23.errors : vErrors.concat(validate23.errors);
errors = vErrors.length;
}
}
if(data.where !== undefined){
if(!(validate26(data.where, {instancePath:instancePath+"/where",parentData:data,parentDataProperty:"where",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate26.errors : vErrors.concat(validate26.errors);
errors = vErrors.length;
}
}
if(data.check !== undefined){
if(!(validate26(data.check, {instancePath:instancePath+"/check",parentData:data,parentDataProperty:"check",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate26.errors : vErrors.concat(validate26.errors);
errors = vErrors.length;
}
}
if(data.parameters !== undefined){
let data7 = data.parameters;
if(data7 && typeof data7 == "object" && !Array.isArray(data7)){
for(const key1 in data7){
const _errs15 = errors;
if(typeof key1 === "string"){
if(!pattern10.test(key1)){
const err11 = {instancePath:instancePath+"/parameters",schemaPath:"#/$defs/name/pattern",keyword:"pattern",params:{pattern: "^[a-z][A-Za-z0-9]*$"},schema:"^[a-z][A-Za-z0-9]*$",parentSchema:schema42,data:key1,propertyName:key1};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
else {
const err12 = {instancePath:instancePath+"/parameters",schemaPath:"#/$defs/name/type",keyword:"type",params:{type: "string"},schema:schema42.type,parentSchema:schema42,data:key1,propertyName:key1};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
var valid3 = _errs15 === errors;
if(!valid3){
const err13 = {instancePath:instancePath+"/parameters",schemaPath:"#/properties/parameters/propertyNames",keyword:"propertyNames",params:{propertyName: key1},schema:schema31.properties.parameters.propertyNames,parentSchema:schema31.properties.parameters,data:data7};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
for(const key2 in data7){
let data8 = data7[key2];
if(data8 && typeof data8 == "object" && !Array.isArray(data8)){
if(data8.default === undefined){
const err14 = {instancePath:instancePath+"/parameters/" + key2.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/parameters/additionalProperties/required",keyword:"required",params:{missingProperty: "default"},schema:schema31.properties.parameters.additionalProperties.required,parentSchema:schema31.properties.parameters.additionalProperties,data:data8};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
for(const key3 in data8){
if(!((key3 === "default") || (key3 === "description"))){
const err15 = {instancePath:instancePath+"/parameters/" + key2.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/parameters/additionalProperties/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key3},schema:false,parentSchema:schema31.properties.parameters.additionalProperties,data:data8};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
if(data8.default !== undefined){
if(!(validate27(data8.default, {instancePath:instancePath+"/parameters/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")+"/default",parentData:data8,parentDataProperty:"default",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate27.errors : vErrors.concat(validate27.errors);
errors = vErrors.length;
}
}
if(data8.description !== undefined){
let data10 = data8.description;
if(typeof data10 === "string"){
if(!pattern5.test(data10)){
const err16 = {instancePath:instancePath+"/parameters/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")+"/description",schemaPath:"#/$defs/text/pattern",keyword:"pattern",params:{pattern: "[^\\s]"},schema:"[^\\s]",parentSchema:schema33,data:data10};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
else {
const err17 = {instancePath:instancePath+"/parameters/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")+"/description",schemaPath:"#/$defs/text/type",keyword:"type",params:{type: "string"},schema:schema33.type,parentSchema:schema33,data:data10};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
}
}
else {
const err18 = {instancePath:instancePath+"/parameters/" + key2.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/parameters/additionalProperties/type",keyword:"type",params:{type: "object"},schema:schema31.properties.parameters.additionalProperties.type,parentSchema:schema31.properties.parameters.additionalProperties,data:data8};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
}
}
else {
const err19 = {instancePath:instancePath+"/parameters",schemaPath:"#/properties/parameters/type",keyword:"type",params:{type: "object"},schema:schema31.properties.parameters.type,parentSchema:schema31.properties.parameters,data:data7};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
}
if(data.environments !== undefined){
let data11 = data.environments;
if(Array.isArray(data11)){
if(data11.length < 1){
const err20 = {instancePath:instancePath+"/environments",schemaPath:"#/properties/environments/minItems",keyword:"minItems",params:{limit: 1},schema:1,parentSchema:schema31.properties.environments,data:data11};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
const len0 = data11.length;
for(let i0=0; i0<len0; i0++){
let data12 = data11[i0];
if(typeof data12 !== "string"){
const err21 = {instancePath:instancePath+"/environments/" + i0,schemaPath:"#/properties/environments/items/type",keyword:"type",params:{type: "string"},schema:schema31.properties.environments.items.type,parentSchema:schema31.properties.environments.items,data:data12};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
if(!((((data12 === "development") || (data12 === "staging")) || (data12 === "production")) || (data12 === "shared"))){
const err22 = {instancePath:instancePath+"/environments/" + i0,schemaPath:"#/properties/environments/items/enum",keyword:"enum",params:{allowedValues: schema31.properties.environments.items.enum},schema:schema31.properties.environments.items.enum,parentSchema:schema31.properties.environments.items,data:data12};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
}
let i1 = data11.length;
let j0;
if(i1 > 1){
const indices0 = {};
for(;i1--;){
let item0 = data11[i1];
if(typeof item0 !== "string"){
continue;
}
if(typeof indices0[item0] == "number"){
j0 = indices0[item0];
const err23 = {instancePath:instancePath+"/environments",schemaPath:"#/properties/environments/uniqueItems",keyword:"uniqueItems",params:{i: i1, j: j0},schema:true,parentSchema:schema31.properties.environments,data:data11};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
break;
}
indices0[item0] = i1;
}
}
}
else {
const err24 = {instancePath:instancePath+"/environments",schemaPath:"#/properties/environments/type",keyword:"type",params:{type: "array"},schema:schema31.properties.environments.type,parentSchema:schema31.properties.environments,data:data11};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
}
if(data.message !== undefined){
let data13 = data.message;
if(typeof data13 === "string"){
if(!pattern4.test(data13)){
const err25 = {instancePath:instancePath+"/message",schemaPath:"#/$defs/line/pattern",keyword:"pattern",params:{pattern: "^[^\\s\\u0000-\\u001f][^\\u0000-\\u001f]*$"},schema:"^[^\\s\\u0000-\\u001f][^\\u0000-\\u001f]*$",parentSchema:schema32,data:data13};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
}
else {
const err26 = {instancePath:instancePath+"/message",schemaPath:"#/$defs/line/type",keyword:"type",params:{type: "string"},schema:schema32.type,parentSchema:schema32,data:data13};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
}
if(data.fix !== undefined){
let data14 = data.fix;
if(data14 && typeof data14 == "object" && !Array.isArray(data14)){
for(const key4 in data14){
if(!(((key4 === "cli") || (key4 === "cloudformation")) || (key4 === "terraform"))){
const err27 = {instancePath:instancePath+"/fix",schemaPath:"#/properties/fix/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key4},schema:false,parentSchema:schema31.properties.fix,data:data14};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
}
}
if(data14.cli !== undefined){
let data15 = data14.cli;
if(typeof data15 === "string"){
if(!pattern5.test(data15)){
const err28 = {instancePath:instancePath+"/fix/cli",schemaPath:"#/$defs/text/pattern",keyword:"pattern",params:{pattern: "[^\\s]"},schema:"[^\\s]",parentSchema:schema33,data:data15};
if(vErrors === null){
vErrors = [err28];
}
else {
vErrors.push(err28);
}
errors++;
}
}
else {
const err29 = {instancePath:instancePath+"/fix/cli",schemaPath:"#/$defs/text/type",keyword:"type",params:{type: "string"},schema:schema33.type,parentSchema:schema33,data:data15};
if(vErrors === null){
vErrors = [err29];
}
else {
vErrors.push(err29);
}
errors++;
}
}
if(data14.cloudformation !== undefined){
let data16 = data14.cloudformation;
if(typeof data16 === "string"){
if(!pattern5.test(data16)){
const err30 = {instancePath:instancePath+"/fix/cloudformation",schemaPath:"#/$defs/text/pattern",keyword:"pattern",params:{pattern: "[^\\s]"},schema:"[^\\s]",parentSchema:schema33,data:data16};
if(vErrors === null){
vErrors = [err30];
}
else {
vErrors.push(err30);
}
errors++;
}
}
else {
const err31 = {instancePath:instancePath+"/fix/cloudformation",schemaPath:"#/$defs/text/type",keyword:"type",params:{type: "string"},schema:schema33.type,parentSchema:schema33,data:data16};
if(vErrors === null){
vErrors = [err31];
}
else {
vErrors.push(err31);
}
errors++;
}
}
if(data14.terraform !== undefined){
let data17 = data14.terraform;
if(typeof data17 === "string"){
if(!pattern5.test(data17)){
const err32 = {instancePath:instancePath+"/fix/terraform",schemaPath:"#/$defs/text/pattern",keyword:"pattern",params:{pattern: "[^\\s]"},schema:"[^\\s]",parentSchema:schema33,data:data17};
if(vErrors === null){
vErrors = [err32];
}
else {
vErrors.push(err32);
}
errors++;
}
}
else {
const err33 = {instancePath:instancePath+"/fix/terraform",schemaPath:"#/$defs/text/type",keyword:"type",params:{type: "string"},schema:schema33.type,parentSchema:schema33,data:data17};
if(vErrors === null){
vErrors = [err33];
}
else {
vErrors.push(err33);
}
errors++;
}
}
}
else {
const err34 = {instancePath:instancePath+"/fix",schemaPath:"#/properties/fix/type",keyword:"type",params:{type: "object"},schema:schema31.properties.fix.type,parentSchema:schema31.properties.fix,data:data14};
if(vErrors === null){
vErrors = [err34];
}
else {
vErrors.push(err34);
}
errors++;
}
}
if(data.references !== undefined){
let data18 = data.references;
if(Array.isArray(data18)){
const len1 = data18.length;
for(let i2=0; i2<len1; i2++){
let data19 = data18[i2];
if(data19 && typeof data19 == "object" && !Array.isArray(data19)){
if(data19.title === undefined){
const err35 = {instancePath:instancePath+"/references/" + i2,schemaPath:"#/properties/references/items/required",keyword:"required",params:{missingProperty: "title"},schema:schema31.properties.references.items.required,parentSchema:schema31.properties.references.items,data:data19};
if(vErrors === null){
vErrors = [err35];
}
else {
vErrors.push(err35);
}
errors++;
}
if(data19.publisher === undefined){
const err36 = {instancePath:instancePath+"/references/" + i2,schemaPath:"#/properties/references/items/required",keyword:"required",params:{missingProperty: "publisher"},schema:schema31.properties.references.items.required,parentSchema:schema31.properties.references.items,data:data19};
if(vErrors === null){
vErrors = [err36];
}
else {
vErrors.push(err36);
}
errors++;
}
for(const key5 in data19){
if(!(((key5 === "title") || (key5 === "publisher")) || (key5 === "url"))){
const err37 = {instancePath:instancePath+"/references/" + i2,schemaPath:"#/properties/references/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key5},schema:false,parentSchema:schema31.properties.references.items,data:data19};
if(vErrors === null){
vErrors = [err37];
}
else {
vErrors.push(err37);
}
errors++;
}
}
if(data19.title !== undefined){
let data20 = data19.title;
if(typeof data20 === "string"){
if(!pattern4.test(data20)){
const err38 = {instancePath:instancePath+"/references/" + i2+"/title",schemaPath:"#/$defs/line/pattern",keyword:"pattern",params:{pattern: "^[^\\s\\u0000-\\u001f][^\\u0000-\\u001f]*$"},schema:"^[^\\s\\u0000-\\u001f][^\\u0000-\\u001f]*$",parentSchema:schema32,data:data20};
if(vErrors === null){
vErrors = [err38];
}
else {
vErrors.push(err38);
}
errors++;
}
}
else {
const err39 = {instancePath:instancePath+"/references/" + i2+"/title",schemaPath:"#/$defs/line/type",keyword:"type",params:{type: "string"},schema:schema32.type,parentSchema:schema32,data:data20};
if(vErrors === null){
vErrors = [err39];
}
else {
vErrors.push(err39);
}
errors++;
}
}
if(data19.publisher !== undefined){
let data21 = data19.publisher;
if(typeof data21 === "string"){
if(!pattern4.test(data21)){
const err40 = {instancePath:instancePath+"/references/" + i2+"/publisher",schemaPath:"#/$defs/line/pattern",keyword:"pattern",params:{pattern: "^[^\\s\\u0000-\\u001f][^\\u0000-\\u001f]*$"},schema:"^[^\\s\\u0000-\\u001f][^\\u0000-\\u001f]*$",parentSchema:schema32,data:data21};
if(vErrors === null){
vErrors = [err40];
}
else {
vErrors.push(err40);
}
errors++;
}
}
else {
const err41 = {instancePath:instancePath+"/references/" + i2+"/publisher",schemaPath:"#/$defs/line/type",keyword:"type",params:{type: "string"},schema:schema32.type,parentSchema:schema32,data:data21};
if(vErrors === null){
vErrors = [err41];
}
else {
vErrors.push(err41);
}
errors++;
}
}
if(data19.url !== undefined){
let data22 = data19.url;
if(typeof data22 === "string"){
if(!pattern20.test(data22)){
const err42 = {instancePath:instancePath+"/references/" + i2+"/url",schemaPath:"#/properties/references/items/properties/url/pattern",keyword:"pattern",params:{pattern: "^https://[^\\s]+$"},schema:"^https://[^\\s]+$",parentSchema:schema31.properties.references.items.properties.url,data:data22};
if(vErrors === null){
vErrors = [err42];
}
else {
vErrors.push(err42);
}
errors++;
}
}
else {
const err43 = {instancePath:instancePath+"/references/" + i2+"/url",schemaPath:"#/properties/references/items/properties/url/type",keyword:"type",params:{type: "string"},schema:schema31.properties.references.items.properties.url.type,parentSchema:schema31.properties.references.items.properties.url,data:data22};
if(vErrors === null){
vErrors = [err43];
}
else {
vErrors.push(err43);
}
errors++;
}
}
}
else {
const err44 = {instancePath:instancePath+"/references/" + i2,schemaPath:"#/properties/references/items/type",keyword:"type",params:{type: "object"},schema:schema31.properties.references.items.type,parentSchema:schema31.properties.references.items,data:data19};
if(vErrors === null){
vErrors = [err44];
}
else {
vErrors.push(err44);
}
errors++;
}
}
}
else {
const err45 = {instancePath:instancePath+"/references",schemaPath:"#/properties/references/type",keyword:"type",params:{type: "array"},schema:schema31.properties.references.type,parentSchema:schema31.properties.references,data:data18};
if(vErrors === null){
vErrors = [err45];
}
else {
vErrors.push(err45);
}
errors++;
}
}
if(data.controls !== undefined){
let data23 = data.controls;
if(data23 && typeof data23 == "object" && !Array.isArray(data23)){
for(const key6 in data23){
let data24 = data23[key6];
if(Array.isArray(data24)){
if(data24.length < 1){
const err46 = {instancePath:instancePath+"/controls/" + key6.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/controls/additionalProperties/minItems",keyword:"minItems",params:{limit: 1},schema:1,parentSchema:schema31.properties.controls.additionalProperties,data:data24};
if(vErrors === null){
vErrors = [err46];
}
else {
vErrors.push(err46);
}
errors++;
}
const len2 = data24.length;
for(let i3=0; i3<len2; i3++){
let data25 = data24[i3];
if(typeof data25 === "string"){
if(!pattern4.test(data25)){
const err47 = {instancePath:instancePath+"/controls/" + key6.replace(/~/g, "~0").replace(/\//g, "~1")+"/" + i3,schemaPath:"#/$defs/line/pattern",keyword:"pattern",params:{pattern: "^[^\\s\\u0000-\\u001f][^\\u0000-\\u001f]*$"},schema:"^[^\\s\\u0000-\\u001f][^\\u0000-\\u001f]*$",parentSchema:schema32,data:data25};
if(vErrors === null){
vErrors = [err47];
}
else {
vErrors.push(err47);
}
errors++;
}
}
else {
const err48 = {instancePath:instancePath+"/controls/" + key6.replace(/~/g, "~0").replace(/\//g, "~1")+"/" + i3,schemaPath:"#/$defs/line/type",keyword:"type",params:{type: "string"},schema:schema32.type,parentSchema:schema32,data:data25};
if(vErrors === null){
vErrors = [err48];
}
else {
vErrors.push(err48);
}
errors++;
}
}
}
else {
const err49 = {instancePath:instancePath+"/controls/" + key6.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/controls/additionalProperties/type",keyword:"type",params:{type: "array"},schema:schema31.properties.controls.additionalProperties.type,parentSchema:schema31.properties.controls.additionalProperties,data:data24};
if(vErrors === null){
vErrors = [err49];
}
else {
vErrors.push(err49);
}
errors++;
}
}
}
else {
const err50 = {instancePath:instancePath+"/controls",schemaPath:"#/properties/controls/type",keyword:"type",params:{type: "object"},schema:schema31.properties.controls.type,parentSchema:schema31.properties.controls,data:data23};
if(vErrors === null){
vErrors = [err50];
}
else {
vErrors.push(err50);
}
errors++;
}
}
if(data.formerly !== undefined){
let data26 = data.formerly;
if(Array.isArray(data26)){
const len3 = data26.length;
for(let i4=0; i4<len3; i4++){
let data27 = data26[i4];
if(typeof data27 === "string"){
if(!pattern22.test(data27)){
const err51 = {instancePath:instancePath+"/formerly/" + i4,schemaPath:"#/$defs/ruleId/pattern",keyword:"pattern",params:{pattern: "^[a-z0-9]+(-[a-z0-9]+)*(/[a-z0-9]+(-[a-z0-9]+)*)+$"},schema:"^[a-z0-9]+(-[a-z0-9]+)*(/[a-z0-9]+(-[a-z0-9]+)*)+$",parentSchema:schema53,data:data27};
if(vErrors === null){
vErrors = [err51];
}
else {
vErrors.push(err51);
}
errors++;
}
}
else {
const err52 = {instancePath:instancePath+"/formerly/" + i4,schemaPath:"#/$defs/ruleId/type",keyword:"type",params:{type: "string"},schema:schema53.type,parentSchema:schema53,data:data27};
if(vErrors === null){
vErrors = [err52];
}
else {
vErrors.push(err52);
}
errors++;
}
}
}
else {
const err53 = {instancePath:instancePath+"/formerly",schemaPath:"#/properties/formerly/type",keyword:"type",params:{type: "array"},schema:schema31.properties.formerly.type,parentSchema:schema31.properties.formerly,data:data26};
if(vErrors === null){
vErrors = [err53];
}
else {
vErrors.push(err53);
}
errors++;
}
}
if(data.recommended !== undefined){
let data28 = data.recommended;
if(typeof data28 !== "boolean"){
const err54 = {instancePath:instancePath+"/recommended",schemaPath:"#/properties/recommended/type",keyword:"type",params:{type: "boolean"},schema:schema31.properties.recommended.type,parentSchema:schema31.properties.recommended,data:data28};
if(vErrors === null){
vErrors = [err54];
}
else {
vErrors.push(err54);
}
errors++;
}
}
if(data.apiOnly !== undefined){
let data29 = data.apiOnly;
if(typeof data29 === "string"){
if(!pattern5.test(data29)){
const err55 = {instancePath:instancePath+"/apiOnly",schemaPath:"#/$defs/text/pattern",keyword:"pattern",params:{pattern: "[^\\s]"},schema:"[^\\s]",parentSchema:schema33,data:data29};
if(vErrors === null){
vErrors = [err55];
}
else {
vErrors.push(err55);
}
errors++;
}
}
else {
const err56 = {instancePath:instancePath+"/apiOnly",schemaPath:"#/$defs/text/type",keyword:"type",params:{type: "string"},schema:schema33.type,parentSchema:schema33,data:data29};
if(vErrors === null){
vErrors = [err56];
}
else {
vErrors.push(err56);
}
errors++;
}
}
}
else {
const err57 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},schema:schema31.type,parentSchema:schema31,data};
if(vErrors === null){
vErrors = [err57];
}
else {
vErrors.push(err57);
}
errors++;
}
validate20.errors = vErrors;
return errors === 0;
}
validate20.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

export const validateRuleset = validate36;
const schema55 = {"$schema":"https://json-schema.org/draft/2020-12/schema","$id":"urn:opscheck:schema:ruleset","title":"opscheck ruleset","type":"object","additionalProperties":false,"properties":{"$schema":{"type":"string"},"extends":{"$ref":"#/$defs/texts","description":"opscheck:recommended, opscheck:all, a file, a folder or an npm package, or a list of them; opscheck:recommended when left out"},"rules":{"type":"object","description":"rule ids or globs of them, each with off, a severity, or severity and parameters; later ones win","additionalProperties":{"if":{"type":"object"},"then":{"type":"object","minProperties":1,"additionalProperties":false,"properties":{"severity":{"enum":["critical","high","medium","low","info"]},"parameters":{"type":"object","additionalProperties":{"$ref":"#/$defs/json"}}}},"else":{"enum":["off","critical","high","medium","low","info"]}}},"environments":{"type":"object","description":"by what a resource is known to belong to an environment; globs, in any case of letters","additionalProperties":false,"properties":{"development":{"$ref":"#/$defs/environment"},"staging":{"$ref":"#/$defs/environment"},"production":{"$ref":"#/$defs/environment"},"shared":{"$ref":"#/$defs/environment"}}},"inputs":{"type":"object","description":"what the input files cannot tell, by file or folder; paths are relative to this file","additionalProperties":{"$ref":"#/$defs/input"}},"waivers":{"type":"array","items":{"$ref":"#/$defs/waiver"}},"maxWaiverDays":{"type":"integer","minimum":1,"description":"how many days ahead a waiver may end"},"failOn":{"enum":["critical","high","medium","low","info","none"],"description":"the lowest severity that fails a scan"}},"$defs":{"text":{"type":"string","pattern":"[^\\s]","description":"a text"},"texts":{"if":{"type":"array"},"then":{"type":"array","items":{"$ref":"#/$defs/text"}},"else":{"$ref":"#/$defs/text"}},"globs":{"type":"array","items":{"$ref":"#/$defs/text"}},"account":{"type":"string","pattern":"^[0-9]{12}$","description":"an account id: twelve digits in quotes"},"json":{"type":["string","number","boolean","array","object"],"items":{"$ref":"#/$defs/json"},"additionalProperties":{"$ref":"#/$defs/json"}},"environmentName":{"enum":["development","staging","production","shared"]},"environment":{"type":"object","additionalProperties":false,"properties":{"accounts":{"type":"array","items":{"$ref":"#/$defs/account"}},"tags":{"type":"object","description":"tag keys, each with a glob of its values or a list of them","additionalProperties":{"$ref":"#/$defs/texts"}},"names":{"$ref":"#/$defs/globs","description":"globs of resource names"},"paths":{"$ref":"#/$defs/globs","description":"globs of input files, relative to this file"},"branch":{"$ref":"#/$defs/text","description":"the branch that is deployed to the environment"},"imageTags":{"$ref":"#/$defs/globs","description":"globs of the image tags that the environment runs"},"principals":{"$ref":"#/$defs/globs","description":"globs of the ARNs of the principals that may change it"}}},"input":{"type":"object","minProperties":1,"additionalProperties":false,"properties":{"unit":{"$ref":"#/$defs/text","description":"the name of the stack or root"},"account":{"$ref":"#/$defs/account"},"region":{"type":"string","pattern":"^[a-z]{2,}(-[a-z0-9]+)+$","description":"a region such as eu-west-1"},"environment":{"$ref":"#/$defs/environmentName"},"parameters":{"type":"object","additionalProperties":{"type":["string","number","boolean"]}},"closed":{"type":"boolean","description":"whether nothing that matters exists outside the inputs"}}},"waiver":{"type":"object","required":["rule","reason","owner","until"],"additionalProperties":false,"properties":{"rule":{"$ref":"#/$defs/text","description":"a rule id or a glob of them"},"subject":{"$ref":"#/$defs/text","description":"a glob of addresses, names or ARNs"},"element":{"$ref":"#/$defs/text","description":"a glob of elements such as container names"},"environment":{"$ref":"#/$defs/environmentName"},"account":{"$ref":"#/$defs/account"},"reason":{"$ref":"#/$defs/text"},"owner":{"$ref":"#/$defs/text"},"until":{"type":"string","pattern":"^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$","description":"the last day, such as 2027-03-31"}}}}};
const schema56 = {"if":{"type":"array"},"then":{"type":"array","items":{"$ref":"#/$defs/text"}},"else":{"$ref":"#/$defs/text"}};
const schema57 = {"type":"string","pattern":"[^\\s]","description":"a text"};

function validate37(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate37.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
const _errs0 = errors;
let valid0 = true;
const _errs1 = errors;
if(!(Array.isArray(data))){
const err0 = {};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
var _valid0 = _errs1 === errors;
errors = _errs0;
if(vErrors !== null){
if(_errs0){
vErrors.length = _errs0;
}
else {
vErrors = null;
}
}
let ifClause0;
if(_valid0){
const _errs3 = errors;
if(Array.isArray(data)){
const len0 = data.length;
for(let i0=0; i0<len0; i0++){
let data0 = data[i0];
if(typeof data0 === "string"){
if(!pattern5.test(data0)){
const err1 = {instancePath:instancePath+"/" + i0,schemaPath:"#/$defs/text/pattern",keyword:"pattern",params:{pattern: "[^\\s]"},schema:"[^\\s]",parentSchema:schema57,data:data0};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
else {
const err2 = {instancePath:instancePath+"/" + i0,schemaPath:"#/$defs/text/type",keyword:"type",params:{type: "string"},schema:schema57.type,parentSchema:schema57,data:data0};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
}
else {
const err3 = {instancePath,schemaPath:"#/then/type",keyword:"type",params:{type: "array"},schema:schema56.then.type,parentSchema:schema56.then,data};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
var _valid0 = _errs3 === errors;
valid0 = _valid0;
if(valid0){
var items0 = true;
}
ifClause0 = "then";
}
else {
const _errs8 = errors;
if(typeof data === "string"){
if(!pattern5.test(data)){
const err4 = {instancePath,schemaPath:"#/$defs/text/pattern",keyword:"pattern",params:{pattern: "[^\\s]"},schema:"[^\\s]",parentSchema:schema57,data};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
else {
const err5 = {instancePath,schemaPath:"#/$defs/text/type",keyword:"type",params:{type: "string"},schema:schema57.type,parentSchema:schema57,data};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
var _valid0 = _errs8 === errors;
valid0 = _valid0;
ifClause0 = "else";
}
if(!valid0){
const err6 = {instancePath,schemaPath:"#/if",keyword:"if",params:{failingKeyword: ifClause0},schema:schema56.if,parentSchema:schema56,data};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
validate37.errors = vErrors;
evaluated0.items = items0;
return errors === 0;
}
validate37.evaluated = {"dynamicProps":false,"dynamicItems":true};

const schema59 = {"type":["string","number","boolean","array","object"],"items":{"$ref":"#/$defs/json"},"additionalProperties":{"$ref":"#/$defs/json"}};
const wrapper7 = {validate: validate39};

function validate39(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate39.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if((((!data || typeof data != "object") && (typeof data !== "string")) && (!((typeof data == "number") && (isFinite(data))))) && (typeof data !== "boolean")){
const err0 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: schema59.type},schema:schema59.type,parentSchema:schema59,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(Array.isArray(data)){
const len0 = data.length;
for(let i0=0; i0<len0; i0++){
if(!(wrapper7.validate(data[i0], {instancePath:instancePath+"/" + i0,parentData:data,parentDataProperty:i0,rootData,dynamicAnchors}))){
vErrors = vErrors === null ? wrapper7.validate.errors : vErrors.concat(wrapper7.validate.errors);
errors = vErrors.length;
}
}
}
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
if(!(wrapper7.validate(data[key0], {instancePath:instancePath+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1"),parentData:data,parentDataProperty:key0,rootData,dynamicAnchors}))){
vErrors = vErrors === null ? wrapper7.validate.errors : vErrors.concat(wrapper7.validate.errors);
errors = vErrors.length;
}
}
}
validate39.errors = vErrors;
return errors === 0;
}
validate39.evaluated = {"props":true,"items":true,"dynamicProps":false,"dynamicItems":false};

const schema60 = {"type":"object","additionalProperties":false,"properties":{"accounts":{"type":"array","items":{"$ref":"#/$defs/account"}},"tags":{"type":"object","description":"tag keys, each with a glob of its values or a list of them","additionalProperties":{"$ref":"#/$defs/texts"}},"names":{"$ref":"#/$defs/globs","description":"globs of resource names"},"paths":{"$ref":"#/$defs/globs","description":"globs of input files, relative to this file"},"branch":{"$ref":"#/$defs/text","description":"the branch that is deployed to the environment"},"imageTags":{"$ref":"#/$defs/globs","description":"globs of the image tags that the environment runs"},"principals":{"$ref":"#/$defs/globs","description":"globs of the ARNs of the principals that may change it"}}};
const schema61 = {"type":"string","pattern":"^[0-9]{12}$","description":"an account id: twelve digits in quotes"};
const pattern26 = new RegExp("^[0-9]{12}$", "u");
const schema62 = {"type":"array","items":{"$ref":"#/$defs/text"}};

function validate43(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate43.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(Array.isArray(data)){
const len0 = data.length;
for(let i0=0; i0<len0; i0++){
let data0 = data[i0];
if(typeof data0 === "string"){
if(!pattern5.test(data0)){
const err0 = {instancePath:instancePath+"/" + i0,schemaPath:"#/$defs/text/pattern",keyword:"pattern",params:{pattern: "[^\\s]"},schema:"[^\\s]",parentSchema:schema57,data:data0};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
}
else {
const err1 = {instancePath:instancePath+"/" + i0,schemaPath:"#/$defs/text/type",keyword:"type",params:{type: "string"},schema:schema57.type,parentSchema:schema57,data:data0};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
}
else {
const err2 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "array"},schema:schema62.type,parentSchema:schema62,data};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
validate43.errors = vErrors;
return errors === 0;
}
validate43.evaluated = {"items":true,"dynamicProps":false,"dynamicItems":false};


function validate41(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate41.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
if(!(((((((key0 === "accounts") || (key0 === "tags")) || (key0 === "names")) || (key0 === "paths")) || (key0 === "branch")) || (key0 === "imageTags")) || (key0 === "principals"))){
const err0 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},schema:false,parentSchema:schema60,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
}
if(data.accounts !== undefined){
let data0 = data.accounts;
if(Array.isArray(data0)){
const len0 = data0.length;
for(let i0=0; i0<len0; i0++){
let data1 = data0[i0];
if(typeof data1 === "string"){
if(!pattern26.test(data1)){
const err1 = {instancePath:instancePath+"/accounts/" + i0,schemaPath:"#/$defs/account/pattern",keyword:"pattern",params:{pattern: "^[0-9]{12}$"},schema:"^[0-9]{12}$",parentSchema:schema61,data:data1};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
else {
const err2 = {instancePath:instancePath+"/accounts/" + i0,schemaPath:"#/$defs/account/type",keyword:"type",params:{type: "string"},schema:schema61.type,parentSchema:schema61,data:data1};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
}
else {
const err3 = {instancePath:instancePath+"/accounts",schemaPath:"#/properties/accounts/type",keyword:"type",params:{type: "array"},schema:schema60.properties.accounts.type,parentSchema:schema60.properties.accounts,data:data0};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
if(data.tags !== undefined){
let data2 = data.tags;
if(data2 && typeof data2 == "object" && !Array.isArray(data2)){
for(const key1 in data2){
if(!(validate37(data2[key1], {instancePath:instancePath+"/tags/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),parentData:data2,parentDataProperty:key1,rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate37.errors : vErrors.concat(validate37.errors);
errors = vErrors.length;
}
}
}
else {
const err4 = {instancePath:instancePath+"/tags",schemaPath:"#/properties/tags/type",keyword:"type",params:{type: "object"},schema:schema60.properties.tags.type,parentSchema:schema60.properties.tags,data:data2};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data.names !== undefined){
if(!(validate43(data.names, {instancePath:instancePath+"/names",parentData:data,parentDataProperty:"names",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate43.errors : vErrors.concat(validate43.errors);
errors = vErrors.length;
}
}
if(data.paths !== undefined){
if(!(validate43(data.paths, {instancePath:instancePath+"/paths",parentData:data,parentDataProperty:"paths",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate43.errors : vErrors.concat(validate43.errors);
errors = vErrors.length;
}
}
if(data.branch !== undefined){
let data6 = data.branch;
if(typeof data6 === "string"){
if(!pattern5.test(data6)){
const err5 = {instancePath:instancePath+"/branch",schemaPath:"#/$defs/text/pattern",keyword:"pattern",params:{pattern: "[^\\s]"},schema:"[^\\s]",parentSchema:schema57,data:data6};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
else {
const err6 = {instancePath:instancePath+"/branch",schemaPath:"#/$defs/text/type",keyword:"type",params:{type: "string"},schema:schema57.type,parentSchema:schema57,data:data6};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
if(data.imageTags !== undefined){
if(!(validate43(data.imageTags, {instancePath:instancePath+"/imageTags",parentData:data,parentDataProperty:"imageTags",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate43.errors : vErrors.concat(validate43.errors);
errors = vErrors.length;
}
}
if(data.principals !== undefined){
if(!(validate43(data.principals, {instancePath:instancePath+"/principals",parentData:data,parentDataProperty:"principals",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate43.errors : vErrors.concat(validate43.errors);
errors = vErrors.length;
}
}
}
else {
const err7 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},schema:schema60.type,parentSchema:schema60,data};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
validate41.errors = vErrors;
return errors === 0;
}
validate41.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

const schema65 = {"type":"object","minProperties":1,"additionalProperties":false,"properties":{"unit":{"$ref":"#/$defs/text","description":"the name of the stack or root"},"account":{"$ref":"#/$defs/account"},"region":{"type":"string","pattern":"^[a-z]{2,}(-[a-z0-9]+)+$","description":"a region such as eu-west-1"},"environment":{"$ref":"#/$defs/environmentName"},"parameters":{"type":"object","additionalProperties":{"type":["string","number","boolean"]}},"closed":{"type":"boolean","description":"whether nothing that matters exists outside the inputs"}}};
const schema68 = {"enum":["development","staging","production","shared"]};
const pattern31 = new RegExp("^[a-z]{2,}(-[a-z0-9]+)+$", "u");

function validate52(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate52.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
if(Object.keys(data).length < 1){
const err0 = {instancePath,schemaPath:"#/minProperties",keyword:"minProperties",params:{limit: 1},schema:1,parentSchema:schema65,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
for(const key0 in data){
if(!((((((key0 === "unit") || (key0 === "account")) || (key0 === "region")) || (key0 === "environment")) || (key0 === "parameters")) || (key0 === "closed"))){
const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},schema:false,parentSchema:schema65,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
if(data.unit !== undefined){
let data0 = data.unit;
if(typeof data0 === "string"){
if(!pattern5.test(data0)){
const err2 = {instancePath:instancePath+"/unit",schemaPath:"#/$defs/text/pattern",keyword:"pattern",params:{pattern: "[^\\s]"},schema:"[^\\s]",parentSchema:schema57,data:data0};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
else {
const err3 = {instancePath:instancePath+"/unit",schemaPath:"#/$defs/text/type",keyword:"type",params:{type: "string"},schema:schema57.type,parentSchema:schema57,data:data0};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
if(data.account !== undefined){
let data1 = data.account;
if(typeof data1 === "string"){
if(!pattern26.test(data1)){
const err4 = {instancePath:instancePath+"/account",schemaPath:"#/$defs/account/pattern",keyword:"pattern",params:{pattern: "^[0-9]{12}$"},schema:"^[0-9]{12}$",parentSchema:schema61,data:data1};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
else {
const err5 = {instancePath:instancePath+"/account",schemaPath:"#/$defs/account/type",keyword:"type",params:{type: "string"},schema:schema61.type,parentSchema:schema61,data:data1};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
if(data.region !== undefined){
let data2 = data.region;
if(typeof data2 === "string"){
if(!pattern31.test(data2)){
const err6 = {instancePath:instancePath+"/region",schemaPath:"#/properties/region/pattern",keyword:"pattern",params:{pattern: "^[a-z]{2,}(-[a-z0-9]+)+$"},schema:"^[a-z]{2,}(-[a-z0-9]+)+$",parentSchema:schema65.properties.region,data:data2};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
else {
const err7 = {instancePath:instancePath+"/region",schemaPath:"#/properties/region/type",keyword:"type",params:{type: "string"},schema:schema65.properties.region.type,parentSchema:schema65.properties.region,data:data2};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
if(data.environment !== undefined){
let data3 = data.environment;
if(!((((data3 === "development") || (data3 === "staging")) || (data3 === "production")) || (data3 === "shared"))){
const err8 = {instancePath:instancePath+"/environment",schemaPath:"#/$defs/environmentName/enum",keyword:"enum",params:{allowedValues: schema68.enum},schema:schema68.enum,parentSchema:schema68,data:data3};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
if(data.parameters !== undefined){
let data4 = data.parameters;
if(data4 && typeof data4 == "object" && !Array.isArray(data4)){
for(const key1 in data4){
let data5 = data4[key1];
if(((typeof data5 !== "string") && (!((typeof data5 == "number") && (isFinite(data5))))) && (typeof data5 !== "boolean")){
const err9 = {instancePath:instancePath+"/parameters/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/parameters/additionalProperties/type",keyword:"type",params:{type: schema65.properties.parameters.additionalProperties.type},schema:schema65.properties.parameters.additionalProperties.type,parentSchema:schema65.properties.parameters.additionalProperties,data:data5};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
}
else {
const err10 = {instancePath:instancePath+"/parameters",schemaPath:"#/properties/parameters/type",keyword:"type",params:{type: "object"},schema:schema65.properties.parameters.type,parentSchema:schema65.properties.parameters,data:data4};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
if(data.closed !== undefined){
let data6 = data.closed;
if(typeof data6 !== "boolean"){
const err11 = {instancePath:instancePath+"/closed",schemaPath:"#/properties/closed/type",keyword:"type",params:{type: "boolean"},schema:schema65.properties.closed.type,parentSchema:schema65.properties.closed,data:data6};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
}
else {
const err12 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},schema:schema65.type,parentSchema:schema65,data};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
validate52.errors = vErrors;
return errors === 0;
}
validate52.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

const schema69 = {"type":"object","required":["rule","reason","owner","until"],"additionalProperties":false,"properties":{"rule":{"$ref":"#/$defs/text","description":"a rule id or a glob of them"},"subject":{"$ref":"#/$defs/text","description":"a glob of addresses, names or ARNs"},"element":{"$ref":"#/$defs/text","description":"a glob of elements such as container names"},"environment":{"$ref":"#/$defs/environmentName"},"account":{"$ref":"#/$defs/account"},"reason":{"$ref":"#/$defs/text"},"owner":{"$ref":"#/$defs/text"},"until":{"type":"string","pattern":"^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$","description":"the last day, such as 2027-03-31"}}};
const pattern38 = new RegExp("^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$", "u");

function validate54(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate54.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.rule === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "rule"},schema:schema69.required,parentSchema:schema69,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data.reason === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "reason"},schema:schema69.required,parentSchema:schema69,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(data.owner === undefined){
const err2 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "owner"},schema:schema69.required,parentSchema:schema69,data};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
if(data.until === undefined){
const err3 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "until"},schema:schema69.required,parentSchema:schema69,data};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
for(const key0 in data){
if(!((((((((key0 === "rule") || (key0 === "subject")) || (key0 === "element")) || (key0 === "environment")) || (key0 === "account")) || (key0 === "reason")) || (key0 === "owner")) || (key0 === "until"))){
const err4 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},schema:false,parentSchema:schema69,data};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data.rule !== undefined){
let data0 = data.rule;
if(typeof data0 === "string"){
if(!pattern5.test(data0)){
const err5 = {instancePath:instancePath+"/rule",schemaPath:"#/$defs/text/pattern",keyword:"pattern",params:{pattern: "[^\\s]"},schema:"[^\\s]",parentSchema:schema57,data:data0};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
else {
const err6 = {instancePath:instancePath+"/rule",schemaPath:"#/$defs/text/type",keyword:"type",params:{type: "string"},schema:schema57.type,parentSchema:schema57,data:data0};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
if(data.subject !== undefined){
let data1 = data.subject;
if(typeof data1 === "string"){
if(!pattern5.test(data1)){
const err7 = {instancePath:instancePath+"/subject",schemaPath:"#/$defs/text/pattern",keyword:"pattern",params:{pattern: "[^\\s]"},schema:"[^\\s]",parentSchema:schema57,data:data1};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
else {
const err8 = {instancePath:instancePath+"/subject",schemaPath:"#/$defs/text/type",keyword:"type",params:{type: "string"},schema:schema57.type,parentSchema:schema57,data:data1};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
if(data.element !== undefined){
let data2 = data.element;
if(typeof data2 === "string"){
if(!pattern5.test(data2)){
const err9 = {instancePath:instancePath+"/element",schemaPath:"#/$defs/text/pattern",keyword:"pattern",params:{pattern: "[^\\s]"},schema:"[^\\s]",parentSchema:schema57,data:data2};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
else {
const err10 = {instancePath:instancePath+"/element",schemaPath:"#/$defs/text/type",keyword:"type",params:{type: "string"},schema:schema57.type,parentSchema:schema57,data:data2};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
if(data.environment !== undefined){
let data3 = data.environment;
if(!((((data3 === "development") || (data3 === "staging")) || (data3 === "production")) || (data3 === "shared"))){
const err11 = {instancePath:instancePath+"/environment",schemaPath:"#/$defs/environmentName/enum",keyword:"enum",params:{allowedValues: schema68.enum},schema:schema68.enum,parentSchema:schema68,data:data3};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
if(data.account !== undefined){
let data4 = data.account;
if(typeof data4 === "string"){
if(!pattern26.test(data4)){
const err12 = {instancePath:instancePath+"/account",schemaPath:"#/$defs/account/pattern",keyword:"pattern",params:{pattern: "^[0-9]{12}$"},schema:"^[0-9]{12}$",parentSchema:schema61,data:data4};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
else {
const err13 = {instancePath:instancePath+"/account",schemaPath:"#/$defs/account/type",keyword:"type",params:{type: "string"},schema:schema61.type,parentSchema:schema61,data:data4};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
if(data.reason !== undefined){
let data5 = data.reason;
if(typeof data5 === "string"){
if(!pattern5.test(data5)){
const err14 = {instancePath:instancePath+"/reason",schemaPath:"#/$defs/text/pattern",keyword:"pattern",params:{pattern: "[^\\s]"},schema:"[^\\s]",parentSchema:schema57,data:data5};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
else {
const err15 = {instancePath:instancePath+"/reason",schemaPath:"#/$defs/text/type",keyword:"type",params:{type: "string"},schema:schema57.type,parentSchema:schema57,data:data5};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
if(data.owner !== undefined){
let data6 = data.owner;
if(typeof data6 === "string"){
if(!pattern5.test(data6)){
const err16 = {instancePath:instancePath+"/owner",schemaPath:"#/$defs/text/pattern",keyword:"pattern",params:{pattern: "[^\\s]"},schema:"[^\\s]",parentSchema:schema57,data:data6};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
else {
const err17 = {instancePath:instancePath+"/owner",schemaPath:"#/$defs/text/type",keyword:"type",params:{type: "string"},schema:schema57.type,parentSchema:schema57,data:data6};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
}
if(data.until !== undefined){
let data7 = data.until;
if(typeof data7 === "string"){
if(!pattern38.test(data7)){
const err18 = {instancePath:instancePath+"/until",schemaPath:"#/properties/until/pattern",keyword:"pattern",params:{pattern: "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"},schema:"^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$",parentSchema:schema69.properties.until,data:data7};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
}
else {
const err19 = {instancePath:instancePath+"/until",schemaPath:"#/properties/until/type",keyword:"type",params:{type: "string"},schema:schema69.properties.until.type,parentSchema:schema69.properties.until,data:data7};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
}
}
else {
const err20 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},schema:schema69.type,parentSchema:schema69,data};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
validate54.errors = vErrors;
return errors === 0;
}
validate54.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};


function validate36(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
/*# sourceURL="urn:opscheck:schema:ruleset" */;
let vErrors = null;
let errors = 0;
const evaluated0 = validate36.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
if(!((((((((key0 === "$schema") || (key0 === "extends")) || (key0 === "rules")) || (key0 === "environments")) || (key0 === "inputs")) || (key0 === "waivers")) || (key0 === "maxWaiverDays")) || (key0 === "failOn"))){
const err0 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},schema:false,parentSchema:schema55,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
}
if(data.$schema !== undefined){
let data0 = data.$schema;
if(typeof data0 !== "string"){
const err1 = {instancePath:instancePath+"/$schema",schemaPath:"#/properties/%24schema/type",keyword:"type",params:{type: "string"},schema:schema55.properties.$schema.type,parentSchema:schema55.properties.$schema,data:data0};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
if(data.extends !== undefined){
if(!(validate37(data.extends, {instancePath:instancePath+"/extends",parentData:data,parentDataProperty:"extends",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate37.errors : vErrors.concat(validate37.errors);
errors = vErrors.length;
}
}
if(data.rules !== undefined){
let data2 = data.rules;
if(data2 && typeof data2 == "object" && !Array.isArray(data2)){
for(const key1 in data2){
let data3 = data2[key1];
const _errs9 = errors;
let valid2 = true;
const _errs10 = errors;
if(!(data3 && typeof data3 == "object" && !Array.isArray(data3))){
const err2 = {};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
var _valid0 = _errs10 === errors;
errors = _errs9;
if(vErrors !== null){
if(_errs9){
vErrors.length = _errs9;
}
else {
vErrors = null;
}
}
let ifClause0;
if(_valid0){
const _errs12 = errors;
if(data3 && typeof data3 == "object" && !Array.isArray(data3)){
if(Object.keys(data3).length < 1){
const err3 = {instancePath:instancePath+"/rules/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/rules/additionalProperties/then/minProperties",keyword:"minProperties",params:{limit: 1},schema:1,parentSchema:schema55.properties.rules.additionalProperties.then,data:data3};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
for(const key2 in data3){
if(!((key2 === "severity") || (key2 === "parameters"))){
const err4 = {instancePath:instancePath+"/rules/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/rules/additionalProperties/then/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key2},schema:false,parentSchema:schema55.properties.rules.additionalProperties.then,data:data3};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data3.severity !== undefined){
let data4 = data3.severity;
if(!(((((data4 === "critical") || (data4 === "high")) || (data4 === "medium")) || (data4 === "low")) || (data4 === "info"))){
const err5 = {instancePath:instancePath+"/rules/" + key1.replace(/~/g, "~0").replace(/\//g, "~1")+"/severity",schemaPath:"#/properties/rules/additionalProperties/then/properties/severity/enum",keyword:"enum",params:{allowedValues: schema55.properties.rules.additionalProperties.then.properties.severity.enum},schema:schema55.properties.rules.additionalProperties.then.properties.severity.enum,parentSchema:schema55.properties.rules.additionalProperties.then.properties.severity,data:data4};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
if(data3.parameters !== undefined){
let data5 = data3.parameters;
if(data5 && typeof data5 == "object" && !Array.isArray(data5)){
for(const key3 in data5){
if(!(validate39(data5[key3], {instancePath:instancePath+"/rules/" + key1.replace(/~/g, "~0").replace(/\//g, "~1")+"/parameters/" + key3.replace(/~/g, "~0").replace(/\//g, "~1"),parentData:data5,parentDataProperty:key3,rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate39.errors : vErrors.concat(validate39.errors);
errors = vErrors.length;
}
}
}
else {
const err6 = {instancePath:instancePath+"/rules/" + key1.replace(/~/g, "~0").replace(/\//g, "~1")+"/parameters",schemaPath:"#/properties/rules/additionalProperties/then/properties/parameters/type",keyword:"type",params:{type: "object"},schema:schema55.properties.rules.additionalProperties.then.properties.parameters.type,parentSchema:schema55.properties.rules.additionalProperties.then.properties.parameters,data:data5};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
}
else {
const err7 = {instancePath:instancePath+"/rules/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/rules/additionalProperties/then/type",keyword:"type",params:{type: "object"},schema:schema55.properties.rules.additionalProperties.then.type,parentSchema:schema55.properties.rules.additionalProperties.then,data:data3};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
var _valid0 = _errs12 === errors;
valid2 = _valid0;
ifClause0 = "then";
}
else {
const _errs20 = errors;
if(!((((((data3 === "off") || (data3 === "critical")) || (data3 === "high")) || (data3 === "medium")) || (data3 === "low")) || (data3 === "info"))){
const err8 = {instancePath:instancePath+"/rules/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/rules/additionalProperties/else/enum",keyword:"enum",params:{allowedValues: schema55.properties.rules.additionalProperties.else.enum},schema:schema55.properties.rules.additionalProperties.else.enum,parentSchema:schema55.properties.rules.additionalProperties.else,data:data3};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
var _valid0 = _errs20 === errors;
valid2 = _valid0;
ifClause0 = "else";
}
if(!valid2){
const err9 = {instancePath:instancePath+"/rules/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/rules/additionalProperties/if",keyword:"if",params:{failingKeyword: ifClause0},schema:schema55.properties.rules.additionalProperties.if,parentSchema:schema55.properties.rules.additionalProperties,data:data3};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
}
else {
const err10 = {instancePath:instancePath+"/rules",schemaPath:"#/properties/rules/type",keyword:"type",params:{type: "object"},schema:schema55.properties.rules.type,parentSchema:schema55.properties.rules,data:data2};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
if(data.environments !== undefined){
let data7 = data.environments;
if(data7 && typeof data7 == "object" && !Array.isArray(data7)){
for(const key4 in data7){
if(!((((key4 === "development") || (key4 === "staging")) || (key4 === "production")) || (key4 === "shared"))){
const err11 = {instancePath:instancePath+"/environments",schemaPath:"#/properties/environments/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key4},schema:false,parentSchema:schema55.properties.environments,data:data7};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
if(data7.development !== undefined){
if(!(validate41(data7.development, {instancePath:instancePath+"/environments/development",parentData:data7,parentDataProperty:"development",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate41.errors : vErrors.concat(validate41.errors);
errors = vErrors.length;
}
}
if(data7.staging !== undefined){
if(!(validate41(data7.staging, {instancePath:instancePath+"/environments/staging",parentData:data7,parentDataProperty:"staging",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate41.errors : vErrors.concat(validate41.errors);
errors = vErrors.length;
}
}
if(data7.production !== undefined){
if(!(validate41(data7.production, {instancePath:instancePath+"/environments/production",parentData:data7,parentDataProperty:"production",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate41.errors : vErrors.concat(validate41.errors);
errors = vErrors.length;
}
}
if(data7.shared !== undefined){
if(!(validate41(data7.shared, {instancePath:instancePath+"/environments/shared",parentData:data7,parentDataProperty:"shared",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate41.errors : vErrors.concat(validate41.errors);
errors = vErrors.length;
}
}
}
else {
const err12 = {instancePath:instancePath+"/environments",schemaPath:"#/properties/environments/type",keyword:"type",params:{type: "object"},schema:schema55.properties.environments.type,parentSchema:schema55.properties.environments,data:data7};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
if(data.inputs !== undefined){
let data12 = data.inputs;
if(data12 && typeof data12 == "object" && !Array.isArray(data12)){
for(const key5 in data12){
if(!(validate52(data12[key5], {instancePath:instancePath+"/inputs/" + key5.replace(/~/g, "~0").replace(/\//g, "~1"),parentData:data12,parentDataProperty:key5,rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate52.errors : vErrors.concat(validate52.errors);
errors = vErrors.length;
}
}
}
else {
const err13 = {instancePath:instancePath+"/inputs",schemaPath:"#/properties/inputs/type",keyword:"type",params:{type: "object"},schema:schema55.properties.inputs.type,parentSchema:schema55.properties.inputs,data:data12};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
if(data.waivers !== undefined){
let data14 = data.waivers;
if(Array.isArray(data14)){
const len0 = data14.length;
for(let i0=0; i0<len0; i0++){
if(!(validate54(data14[i0], {instancePath:instancePath+"/waivers/" + i0,parentData:data14,parentDataProperty:i0,rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate54.errors : vErrors.concat(validate54.errors);
errors = vErrors.length;
}
}
}
else {
const err14 = {instancePath:instancePath+"/waivers",schemaPath:"#/properties/waivers/type",keyword:"type",params:{type: "array"},schema:schema55.properties.waivers.type,parentSchema:schema55.properties.waivers,data:data14};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
if(data.maxWaiverDays !== undefined){
let data16 = data.maxWaiverDays;
if(!(((typeof data16 == "number") && (!(data16 % 1) && !isNaN(data16))) && (isFinite(data16)))){
const err15 = {instancePath:instancePath+"/maxWaiverDays",schemaPath:"#/properties/maxWaiverDays/type",keyword:"type",params:{type: "integer"},schema:schema55.properties.maxWaiverDays.type,parentSchema:schema55.properties.maxWaiverDays,data:data16};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
if((typeof data16 == "number") && (isFinite(data16))){
if(data16 < 1 || isNaN(data16)){
const err16 = {instancePath:instancePath+"/maxWaiverDays",schemaPath:"#/properties/maxWaiverDays/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},schema:1,parentSchema:schema55.properties.maxWaiverDays,data:data16};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
}
if(data.failOn !== undefined){
let data17 = data.failOn;
if(!((((((data17 === "critical") || (data17 === "high")) || (data17 === "medium")) || (data17 === "low")) || (data17 === "info")) || (data17 === "none"))){
const err17 = {instancePath:instancePath+"/failOn",schemaPath:"#/properties/failOn/enum",keyword:"enum",params:{allowedValues: schema55.properties.failOn.enum},schema:schema55.properties.failOn.enum,parentSchema:schema55.properties.failOn,data:data17};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
}
}
else {
const err18 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},schema:schema55.type,parentSchema:schema55,data};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
validate36.errors = vErrors;
return errors === 0;
}
validate36.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

